/// A panel's cells as they are drawn: every k-th row and column of large ones, as levels of colour.
struct CellGrid {
  /// Most cells along a side.
  static let limit = 256

  let rows: Int
  let columns: Int
  /// Of so many rows and columns the first is drawn.
  let rowStride: Int
  let columnStride: Int
  /// rows × columns values, row by row.
  let values: [Double]

  init(_ panel: HeatMap.Panel) {
    let rowStride = (panel.rows + Self.limit - 1) / Self.limit
    let columnStride = (panel.columns + Self.limit - 1) / Self.limit
    self.rowStride = rowStride
    self.columnStride = columnStride
    rows = (panel.rows + rowStride - 1) / rowStride
    columns = (panel.columns + columnStride - 1) / columnStride
    values = stride(from: 0, to: panel.rows, by: rowStride).flatMap { row in
      stride(from: 0, to: panel.columns, by: columnStride).map { panel.values[row * panel.columns + $0] }
    }
  }

  /// Whether rows or columns are left out.
  var isSampled: Bool { rowStride > 1 || columnStride > 1 }

  /// SVG path data of all runs of cells of each level but the commonest, which is better painted as the ground.
  ///
  /// Neighbours of one level in a row are one stroke; strokes of one level are one path with relative moves, the
  /// shortest spelling there is. Units are cells; strokes run along the middle of their row.
  /// - Parameters:
  ///   - levels: for each cell its level in 0 ..< levelCount.
  /// - Returns: the commonest level, and for each other level in use its path, levels ascending.
  func runs(
    levels: [Int], levelCount: Int, isRowZeroOnTop: Bool
  ) -> (ground: Int, paths: [(level: Int, data: String)]) {
    var cellCounts = [Int](repeating: 0, count: levelCount)
    for level in levels { cellCounts[level] += 1 }
    let ground = cellCounts.indices.max { (cellCounts[$0], -$0) < (cellCounts[$1], -$1) } ?? 0
    var data = [String](repeating: "", count: levelCount)
    var pens = [(x: Int, y: Int)?](repeating: nil, count: levelCount)
    for y in 0..<rows {
      let row = isRowZeroOnTop ? y : rows - 1 - y
      var begin = 0
      while begin < columns {
        let level = levels[row * columns + begin]
        var end = begin + 1
        while end < columns, levels[row * columns + end] == level { end += 1 }
        if level != ground {
          if let pen = pens[level] {
            let dx = begin - pen.x
            data[level] += "m\(dx) \(y - pen.y)"
          } else {
            data[level] += "M\(begin) \(y).5"
          }
          data[level] += "h\(end - begin)"
          pens[level] = (end, y)
        }
        begin = end
      }
    }
    return (ground, data.indices.compactMap { data[$0].isEmpty ? nil : ($0, data[$0]) })
  }
}
