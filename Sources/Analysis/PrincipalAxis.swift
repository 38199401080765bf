/// The direction along which the rows of a table are spread most, and where each row lies along it.
package struct PrincipalAxis {
  /// Each row's coordinate along the direction, from the mean of all rows.
  package let coordinates: [Double]
  /// Share of the rows' variance along it: from 1/columns to 1; not a number where all rows are equal.
  package let share: Double

  /// By power iteration on the covariance, 200 times from the row that is farthest from the mean: the same bits everywhere. The sign is
  /// chosen so that the last row lies above the first.
  ///
  /// Source: Pearson 1901, On lines and planes of closest fit. Complexity: O(200 · rows · columns).
  /// - Parameter values: (rows, columns) in row-major order; at least one of both.
  package init(_ values: [Double], columns: Int) {
    precondition(columns > 0 && !values.isEmpty && values.count % columns == 0, "a table has whole rows")
    let rows = values.count / columns
    var centered = values
    for column in 0..<columns {
      var sum = 0.0
      for row in 0..<rows { sum += values[row * columns + column] }
      for row in 0..<rows { centered[row * columns + column] -= sum / Double(rows) }
    }
    func squareOfRow(_ row: Int) -> Double {
      (0..<columns).reduce(0) { $0 + centered[row * columns + $1] * centered[row * columns + $1] }
    }
    let squares = (0..<rows).map(squareOfRow)
    let total = squares.reduce(0, +)
    guard total.isFinite, total > 0 else {
      coordinates = [Double](repeating: total.isFinite ? 0 : .nan, count: rows)
      share = .nan
      return
    }
    var farthest = 0
    for row in 0..<rows where squares[row] > squares[farthest] { farthest = row }
    var axis = Array(centered[farthest * columns..<(farthest + 1) * columns])
    var along = [Double](repeating: 0, count: rows)
    for _ in 0..<200 {
      let length = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for column in 0..<columns { axis[column] /= length }
      for row in 0..<rows {
        along[row] = (0..<columns).reduce(0) { $0 + centered[row * columns + $1] * axis[$1] }
      }
      for column in 0..<columns {
        axis[column] = (0..<rows).reduce(0) { $0 + along[$1] * centered[$1 * columns + column] }
      }
    }
    share = along.reduce(0) { $0 + $1 * $1 } / total
    coordinates = along[rows - 1] < along[0] ? along.map { -$0 } : along
  }
}
