/// The inner products of every two rows of a matrix, (rows, rows), each summed in index order.
///
/// Complexity: O(rows² · columns).
package func gramMatrix(_ values: [Double], rows: Int) -> [Double] {
  let columns = values.count / max(rows, 1)
  precondition(values.count == rows * columns, "every row is as long as the others")
  var result = [Double](repeating: 0, count: rows * rows)
  for row in 0..<rows {
    for other in row..<rows {
      var sum = 0.0
      for column in 0..<columns { sum += values[row * columns + column] * values[other * columns + column] }
      result[row * rows + other] = sum
      result[other * rows + row] = sum
    }
  }
  return result
}
