import Kernels

/// The order in which an epoch uses the training samples: a pure function of seed and epoch, so that a resumed run needs no state.
struct SampleOrder {
  let seed: UInt64
  let count: Int
  /// Whether each epoch draws its own order; otherwise every epoch runs 0, 1, 2, ….
  let shuffles: Bool

  /// Row numbers of epoch `epoch` (0 for the first). Complexity: O(count).
  func rows(ofEpoch epoch: Int) -> [Int32] {
    guard shuffles else { return (0..<Int32(count)).map { $0 } }
    return RandomStream(seed: seed, name: "train.order.\(epoch)").permutation(count: count).map { Int32($0) }
  }
}
