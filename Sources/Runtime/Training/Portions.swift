/// How a dataset is taken in portions of at most `size` samples: full ones, then what is left.
struct Portions {
  let count: Int
  let size: Int

  /// Samples per evaluation program. A part of the numerics contract: means over a dataset are means of portions of this size,
  /// combined in order in double precision.
  static let evaluationSize = 256

  init(count: Int, size: Int) {
    precondition(count > 0 && size > 0, "a dataset and its portions hold samples")
    self.count = count
    self.size = min(size, count)
  }

  /// The sizes that occur, the full one first.
  var sizes: [Int] {
    let rest = count % size
    return rest == 0 ? [size] : [size, rest]
  }

  /// Number of portions.
  var portionCount: Int { (count + size - 1) / size }

  /// The samples of portion `index`.
  func range(_ index: Int) -> Range<Int> {
    (index * size)..<min((index + 1) * size, count)
  }
}
