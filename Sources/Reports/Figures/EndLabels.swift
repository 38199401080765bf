/// Heights for labels beside the ends of lines, moved apart where they would overlap.
package enum EndLabels {
  /// Places labels as near as possible to `wanted` heights (pixels, any order) with at least `gap` between neighbours,
  /// inside `range` when they fit there.
  ///
  /// Overlapping labels join into a block that stands at the mean of its wishes; blocks join until none overlap
  /// (pool adjacent violators). Equal wishes keep their order.
  package static func heights(wanted: [Double], gap: Double, in range: ClosedRange<Double>) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var blocks: [(sum: Double, count: Int)] = []
    func top(_ block: (sum: Double, count: Int)) -> Double {
      let size = gap * Double(block.count - 1)
      let free = block.sum / Double(block.count) - size / 2
      return max(range.lowerBound, min(free, range.upperBound - size))
    }
    for index in order {
      blocks.append((wanted[index], 1))
      while blocks.count > 1 {
        let above = blocks[blocks.count - 2]
        let below = blocks[blocks.count - 1]
        guard top(above) + gap * Double(above.count) > top(below) else { break }
        blocks.removeLast(2)
        blocks.append((above.sum + below.sum, above.count + below.count))
      }
    }
    var heights = wanted
    var rank = 0
    for block in blocks {
      for place in 0..<block.count {
        heights[order[rank]] = top(block) + gap * Double(place)
        rank += 1
      }
    }
    return heights
  }
}
