/// Solves A x = b by elimination with the largest pivot of each column.
///
/// Source: Golub & Van Loan, Matrix Computations, section 3.4. All sums run in index order, so that the bits are the same everywhere.
/// - Parameters:
///   - matrix: A, (n, n), row-major.
///   - right: b, (n).
/// - Returns: x; nil where a pivot is zero or not finite.
/// - Complexity: O(n³).
package func solution(of matrix: [Double], _ right: [Double]) -> [Double]? {
  let n = right.count
  precondition(matrix.count == n * n, "a system has as many equations as unknowns")
  var (a, x) = (matrix, right)
  for column in 0..<n {
    var pivot = column
    for row in (column + 1)..<max(n, column + 1) where abs(a[row * n + column]) > abs(a[pivot * n + column]) { pivot = row }
    let largest = a[pivot * n + column]
    guard largest != 0, largest.isFinite else { return nil }
    if pivot != column {
      for place in column..<n { a.swapAt(column * n + place, pivot * n + place) }
      x.swapAt(column, pivot)
    }
    for row in (column + 1)..<max(n, column + 1) {
      let factor = a[row * n + column] / largest
      if factor == 0 { continue }
      for place in column..<n { a[row * n + place] -= factor * a[column * n + place] }
      x[row] -= factor * x[column]
    }
  }
  for row in (0..<n).reversed() {
    var sum = x[row]
    for place in (row + 1)..<max(n, row + 1) { sum -= a[row * n + place] * x[place] }
    x[row] = sum / a[row * n + row]
  }
  return x
}
