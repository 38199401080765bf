/// Gives addresses to buffers so that those in use at the same time do not overlap.
///
/// Largest first, each into the smallest gap that holds it between the buffers whose time crosses its own (best fit);
/// ties go to the lower address. All addresses are multiples of 64.
///
/// - Complexity: O(n²) for n buffers.
struct ArenaPacking {
  /// Bytes from the start of the working part, for each buffer.
  private(set) var offsets: [Int]
  /// The bytes of the working part.
  private(set) var bytes = 0

  init(_ buffers: [Storage.Buffer]) {
    offsets = [Int](repeating: 0, count: buffers.count)
    var placed: [Int] = []
    let order = buffers.indices.sorted {
      (buffers[$1].bytes, buffers[$0].first, $0) < (buffers[$0].bytes, buffers[$1].first, $1)
    }
    for number in order {
      let buffer = buffers[number]
      let crossing = placed.filter { buffers[$0].first <= buffer.last && buffer.first <= buffers[$0].last }
      offsets[number] = ArenaPacking.gap(
        for: roundedUp(buffer.bytes),
        between: crossing.map { (offsets[$0], offsets[$0] + roundedUp(buffers[$0].bytes)) })
      bytes = max(bytes, offsets[number] + roundedUp(buffer.bytes))
      placed.append(number)
    }
  }

  private static func gap(for bytes: Int, between taken: [(lower: Int, upper: Int)]) -> Int {
    var best: (size: Int, offset: Int)?
    var end = 0
    for range in taken.sorted(by: { $0.lower < $1.lower }) {
      let size = range.lower - end
      if size >= bytes, best.map({ size < $0.size }) ?? true { best = (size, end) }
      end = max(end, range.upper)
    }
    return best?.offset ?? end
  }
}
