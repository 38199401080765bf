/// The inner products of every two rows of a matrix, (rows, rows), each summed in index order.
///
/// Complexity: O(rows² · columns).
package func gramMatrix(_ values: [Double], rows: Int) -> [Double] {
  let columns = values.count / max(rows, 1)
  precondition(values.count == rows * columns, "every row is as long as the others")
  var result = [Double](repeating: 0, count: rows * rows)
  for row in 0..<rows {
    let dots = values.withUnsafeBufferPointer { products(ofRow: row, in: $0, width: columns) }
    for other in row..<rows {
      result[row * rows + other] = dots[other - row]
      result[other * rows + row] = dots[other - row]
    }
  }
  return result
}

/// Seconds that `gramMatrix` takes, about: measured with thousands of rows on processors of 2023.
package func gramMatrixSeconds(rows: Int, columns: Int) -> Double { Double(rows) * Double(rows) * Double(columns) / 3.3e9 }
