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
/// LAPACK's `dsyevd`: the last bits depend on the library, the processor and the number of its threads, so what is made of them is
/// compared within a tolerance. Source: Anderson et al., LAPACK Users' Guide (1999), §2.3.4.
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
  // Columns of LAPACK are rows here, so what is above the diagonal here is below it there.
  let info = LAPACKE_dsyevd(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "L")), size, &work, size, &eigenvalues)
  guard info == 0 else { throw .routine("dsyevd", info: Int(info)) }
  return eigenvalues
}

/// The singular values of a matrix, descending, min(rows, columns) of them.
///
/// LAPACK's `dgesdd`; as exact as `symmetricEigenvalues`. Source: LAPACK Users' Guide (1999), §2.3.5.
/// - Parameter matrix: (rows, columns), row after row. Worked in, not kept.
/// - Complexity: O(rows · columns · min(rows, columns)).
package func singularValues(_ matrix: consuming [Double], rows: Int, columns: Int) throws(SpectrumFailure) -> [Double] {
  precondition(matrix.count == rows * columns, "a matrix has rows · columns numbers")
  var work = matrix
  guard work.allSatisfy(\.isFinite) else { throw .nonfinite }
  let count = min(rows, columns)
  if count == 0 { return [] }
  var values = [Double](repeating: 0, count: count)
  var none: [Double] = [0]
  var alsoNone: [Double] = [0]
  // The transposed matrix, whose singular values are the same: its columns are the rows here.
  let info = LAPACKE_dgesdd(
    LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), Int32(columns), Int32(rows), &work, Int32(columns), &values, &none, 1,
    &alsoNone, 1)
  guard info == 0 else { throw .routine("dgesdd", info: Int(info)) }
  return values
}

/// How many singular values are larger than `cut` times the largest.
/// - Parameters:
///   - singularValues: descending, none negative.
///   - cut: 0 ..< 1.
package func numericalRank(_ singularValues: [Double], cut: Double) -> Int {
  guard let largest = singularValues.first, largest > 0 else { return 0 }
  return singularValues.count { $0 > cut * largest }
}
