import CLAPACK
import Kernels

/// Why a matrix has no spectrum.
package enum SpectrumFailure: Error, Equatable {
  /// A number of the matrix is infinite or not a number.
  case nonfinite
  /// LAPACK's routine ended with this `info` (above 0: it did not converge).
  case routine(String, info: Int)
}

/// The eigenvalues of a symmetric matrix, ascending.
///
/// A band first (`SymmetricBandReduction`), of this two diagonals (`BandChase`), and of these LAPACK's `dsterf`, the QL algorithm without
/// square roots: the last bits depend on the library and the processor, so what is made of them is compared within a tolerance. They do not
/// depend on the number of threads. Source: Anderson et al., LAPACK Users' Guide (1999), §2.4.4.
/// - Parameters:
///   - matrix: (order, order), of which the half above the diagonal (column ≥ row) is read. Worked in, not kept.
///   - order: at least 0.
///   - threads: that work at most.
/// - Complexity: O(order³).
package func symmetricEigenvalues(
  _ matrix: consuming [Double], order: Int, threads: Int = 1
) throws(SpectrumFailure) -> [Double] {
  precondition(matrix.count == order * order, "a symmetric matrix has as many rows as columns")
  var work = matrix
  let scale = try makeModerate(&work)
  if scale == 0 { return [Double](repeating: 0, count: order) }
  cs_lapack_use_one_thread()
  let width = BandChase.width
  var band = [Double](repeating: 0, count: bandNumbers(symmetric: order))
  // Columns of LAPACK are rows here, so what is above the diagonal here is below it there.
  work.withUnsafeMutableBufferPointer { numbers in
    guard let base = numbers.baseAddress else { return }
    let reduction = SymmetricBandReduction(base, order: order, threads: threads)
    reduction.run()
    reduction.free()
    for column in 0..<order {
      for row in column..<min(order, column + width + 1) { band[column * 2 * width + row - column] = numbers[column * order + row] }
    }
  }
  band.withUnsafeMutableBufferPointer { BandChase.reduceSymmetric($0, order: order) }
  var values = (0..<order).map { band[$0 * 2 * width] }
  var beside = (0..<order).map { band[$0 * 2 * width + 1] }
  let info = LAPACKE_dsterf(Int32(order), &values, &beside)
  guard info == 0 else { throw .routine("dsterf", info: Int(info)) }
  return scale == 1 ? values : values.map { $0 * scale }
}

/// Doubles that `symmetricEigenvalues` works with beside the matrix.
package func symmetricEigenvalueNumbers(order: Int) -> Int {
  SymmetricBandReduction.workingNumbers(order: order) + bandNumbers(symmetric: order) + 2 * order
}

/// The singular values of a matrix, descending, min(rows, columns) of them.
///
/// A triangle first (`BandReduction`), of this a band, of the band two diagonals (`BandChase`), and of these LAPACK's `dbdsqr` by the
/// quotient-difference algorithm; as exact as `symmetricEigenvalues`. Source: LAPACK Users' Guide (1999), §2.4.6.
/// - Parameters:
///   - matrix: (rows, columns), row after row. Worked in, not kept.
///   - threads: that work at most.
/// - Complexity: O(rows · columns · min(rows, columns)).
package func singularValues(
  _ matrix: consuming [Double], rows: Int, columns: Int, threads: Int = 1
) throws(SpectrumFailure) -> [Double] {
  precondition(matrix.count == rows * columns, "a matrix has rows · columns numbers")
  var work = matrix
  let count = min(rows, columns)
  let scale = try makeModerate(&work)
  if scale == 0 { return [Double](repeating: 0, count: count) }
  cs_lapack_use_one_thread()
  let width = BandChase.width
  // From column to column in one row.
  let step = 3 * width
  var band = [Double](repeating: 0, count: bandNumbers(upper: count))
  // The transposed matrix, whose singular values are the same: its columns are the rows here.
  work.withUnsafeMutableBufferPointer { numbers in
    guard let base = numbers.baseAddress else { return }
    let reduction = BandReduction(base, rows: columns, columns: rows, threads: threads)
    reduction.run()
    reduction.free()
    for column in 0..<count {
      for row in max(0, column - reduction.width)...column { band[column * step + 2 * width + row] = numbers[column * columns + row] }
    }
  }
  band.withUnsafeMutableBufferPointer { BandChase.reduceUpper($0, order: count) }
  var values = (0..<count).map { band[$0 * step + 2 * width + $0] }
  var beside = (0..<count).map { band[($0 + 1) * step + 2 * width + $0] }
  let info = LAPACKE_dbdsqr(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), Int32(count), 0, 0, 0, &values, &beside, nil, 1, nil, 1, nil, 1)
  guard info == 0 else { throw .routine("dbdsqr", info: Int(info)) }
  return scale == 1 ? values : values.map { $0 * scale }
}

/// Doubles that `singularValues` works with beside the matrix.
package func singularValueNumbers(rows: Int, columns: Int) -> Int {
  BandReduction.workingNumbers(rows: rows, columns: columns) + bandNumbers(upper: min(rows, columns))
}

/// Doubles of a symmetric band, as `BandChase` takes it.
private func bandNumbers(symmetric order: Int) -> Int { (order + BandChase.width) * 2 * BandChase.width }

/// Doubles of an upper band, as `BandChase` takes it.
private func bandNumbers(upper order: Int) -> Int { (order + 2 * BandChase.width) * (3 * BandChase.width + 1) }

/// Brings a matrix that is far from 1 near it by a power of 2, which is returned: squares are taken on the way. 0 for one without numbers
/// other than 0.
private func makeModerate(_ numbers: inout [Double]) throws(SpectrumFailure) -> Double {
  var largestBits: UInt64 = 0
  for number in numbers { largestBits = max(largestBits, number.magnitude.bitPattern) }
  let largest = Double(bitPattern: largestBits)
  guard largest.isFinite else { throw .nonfinite }
  if largest == 0 || moderate.contains(largest) { return largest == 0 ? 0 : 1 }
  let scale = largest.binade
  for index in numbers.indices { numbers[index] /= scale }
  return scale
}

/// Magnitudes whose squares and sums of squares are far from the ends of the range.
private let moderate = 1e-100...1e100

/// How many singular values are larger than `cut` times the largest.
/// - Parameters:
///   - singularValues: descending, none negative.
///   - cut: 0 ..< 1.
package func numericalRank(_ singularValues: [Double], cut: Double) -> Int {
  guard let largest = singularValues.first, largest > 0 else { return 0 }
  return singularValues.count { $0 > cut * largest }
}
