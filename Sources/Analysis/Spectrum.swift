import CLAPACK

/// Why a matrix has no spectrum.
package enum SpectrumFailure: Error, Equatable {
  /// A number of the matrix is infinite or not a number.
  case nonfinite
  /// LAPACK's routine ended with this `info` (above 0: it did not converge).
  case routine(String, info: Int)
}

/// The eigenvalues of a symmetric matrix, ascending.
///
/// LAPACK's `dsyevd`, on the calling thread: the last bits depend on the library and the processor, so what is made of them is compared
/// within a tolerance. Source: Anderson et al., LAPACK Users' Guide (1999), §2.3.4.
/// - Parameters:
///   - matrix: (order, order), of which the half above the diagonal (column ≥ row) is read. Worked in, not kept.
///   - order: at least 0.
/// - Complexity: O(order³).
package func symmetricEigenvalues(_ matrix: consuming [Double], order: Int) throws(SpectrumFailure) -> [Double] {
  precondition(matrix.count == order * order, "a symmetric matrix has as many rows as columns")
  var work = matrix
  guard work.allSatisfy(\.isFinite) else { throw .nonfinite }
  if order == 0 { return [] }
  var eigenvalues = [Double](repeating: 0, count: order)
  let size = Int32(order)
  cs_lapack_use_one_thread()
  // Columns of LAPACK are rows here, so what is above the diagonal here is below it there.
  let info = LAPACKE_dsyevd(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "L")), size, &work, size, &eigenvalues)
  guard info == 0 else { throw .routine("dsyevd", info: Int(info)) }
  return eigenvalues
}

/// The singular values of a matrix, descending, min(rows, columns) of them.
///
/// A triangle first (`BandReduction`), of this a band, of the band two diagonals (`BandChase`), and of these LAPACK's `dbdsqr` by the
/// quotient-difference algorithm; as exact as `symmetricEigenvalues`. Source: LAPACK Users' Guide (1999), §2.4.6.
/// - Parameter matrix: (rows, columns), row after row. Worked in, not kept.
/// - Complexity: O(rows · columns · min(rows, columns)).
package func singularValues(_ matrix: consuming [Double], rows: Int, columns: Int) throws(SpectrumFailure) -> [Double] {
  precondition(matrix.count == rows * columns, "a matrix has rows · columns numbers")
  var work = matrix
  guard work.allSatisfy(\.isFinite) else { throw .nonfinite }
  let count = min(rows, columns)
  let largest = work.reduce(0) { max($0, abs($1)) }
  if count == 0 || largest == 0 { return [Double](repeating: 0, count: count) }
  // Squares are taken on the way: what is far from 1 is brought near by a power of 2.
  let scale = moderate.contains(largest) ? 1 : largest.binade
  if scale != 1 { for index in work.indices { work[index] /= scale } }
  cs_lapack_use_one_thread()
  // The transposed matrix, whose singular values are the same: its columns are the rows here.
  var (values, beside) = work.withUnsafeMutableBufferPointer { numbers in
    guard let base = numbers.baseAddress else { preconditionFailure("a matrix of some numbers has memory") }
    let reduction = BandReduction(base, rows: columns, columns: rows)
    reduction.run()
    reduction.free()
    let chase = BandChase(base, stride: columns, order: count, width: reduction.width)
    let diagonals = chase.run()
    chase.free()
    return diagonals
  }
  beside.append(0)
  let info = LAPACKE_dbdsqr(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), Int32(count), 0, 0, 0, &values, &beside, nil, 1, nil, 1, nil, 1)
  guard info == 0 else { throw .routine("dbdsqr", info: Int(info)) }
  return scale == 1 ? values : values.map { $0 * scale }
}

/// Magnitudes whose squares and sums of squares are far from the ends of the range.
private let moderate = 1e-100...1e100

/// Doubles that `singularValues` works with beside the matrix.
package func singularValueNumbers(rows: Int, columns: Int) -> Int {
  BandReduction.workingNumbers(rows: rows, columns: columns) + BandChase.workingNumbers(order: min(rows, columns))
}

/// How many singular values are larger than `cut` times the largest.
/// - Parameters:
///   - singularValues: descending, none negative.
///   - cut: 0 ..< 1.
package func numericalRank(_ singularValues: [Double], cut: Double) -> Int {
  guard let largest = singularValues.first, largest > 0 else { return 0 }
  return singularValues.count { $0 > cut * largest }
}
