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
/// square roots: the last bits depend on how this library was built, so what is made of them is compared within a tolerance. They depend
/// neither on the number of threads nor on the instruction set. Source: Anderson et al., LAPACK Users' Guide (1999), §2.4.4.
/// - Parameters:
///   - matrix: (order, order), of which the half above the diagonal (column ≥ row) is read. Worked in, not kept, and not copied if it has
///     room for `StoredMatrix.spare` more numbers.
///   - order: at least 0.
///   - threads: that work at most.
///   - instructionSet: that they work with.
/// - Complexity: O(order³).
package func symmetricEigenvalues(
  _ matrix: consuming [Double], order: Int, threads: Int = 1, on instructionSet: InstructionSet = .best
) throws(SpectrumFailure) -> [Double] {
  precondition(matrix.count == order * order, "a symmetric matrix has as many rows as columns")
  var work = matrix
  work.reserveCapacity(order * order + StoredMatrix.spare)
  let scale = try makeModerate(&work, rows: order) { $0 }
  if scale == 0 { return [Double](repeating: 0, count: order) }
  let width = BandChase.width
  var band = [Double](repeating: 0, count: bandNumbers(symmetric: order))
  work.withUnsafeMutableBufferPointer { numbers in
    guard let base = numbers.baseAddress else { return }
    var reduction = SymmetricBandReduction(base, order: order, threads: threads, on: instructionSet)
    reduction.run()
    reduction.free()
    // The matrix is symmetric: rows are columns.
    for row in 0..<order {
      for column in row..<min(order, row + width + 1) { band[row * 2 * width + column - row] = numbers[row * order + column] }
    }
  }
  band.withUnsafeMutableBufferPointer { instructionSet.chaseSymmetricBand($0, order: order) }
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

/// Seconds that `symmetricEigenvalues` takes on one thread, about: measured at orders of some thousands on processors of 2023.
package func symmetricEigenvalueSeconds(order: Int) -> Double {
  let n = Double(order)
  return 4 / 3 * n * n * n / 12e9
}

/// The singular values of a matrix, descending, min(rows, columns) of them.
///
/// A triangle first (`BandReduction`), of this a band, of the band two diagonals (`BandChase`), and of these LAPACK's `dbdsqr` by the
/// quotient-difference algorithm; as exact as `symmetricEigenvalues`. Source: LAPACK Users' Guide (1999), §2.4.6.
/// - Parameters:
///   - matrix: (rows, columns), row after row. Worked in, not kept, and not copied if it has room for `StoredMatrix.spare` more numbers.
///   - threads: that work at most.
///   - instructionSet: that they work with.
/// - Complexity: O(rows · columns · min(rows, columns)).
package func singularValues(
  _ matrix: consuming [Double], rows: Int, columns: Int, threads: Int = 1, on instructionSet: InstructionSet = .best
) throws(SpectrumFailure) -> [Double] {
  precondition(matrix.count == rows * columns, "a matrix has rows · columns numbers")
  var work = matrix
  work.reserveCapacity(rows * columns + StoredMatrix.spare)
  let count = min(rows, columns)
  let scale = try makeModerate(&work, rows: rows) { _ in 0 }
  if scale == 0 { return [Double](repeating: 0, count: count) }
  let width = BandChase.width
  // From column to column in one row.
  let step = 3 * width
  var band = [Double](repeating: 0, count: bandNumbers(upper: count))
  work.withUnsafeMutableBufferPointer { numbers in
    guard let base = numbers.baseAddress else { return }
    var reduction = BandReduction(base, rows: rows, columns: columns, threads: threads, on: instructionSet)
    reduction.run()
    reduction.free()
    // The transposed matrix has the same singular values: rows are its columns.
    for row in 0..<count {
      for column in max(0, row - reduction.width)...row { band[row * step + 2 * width + column] = numbers[row * columns + column] }
    }
  }
  band.withUnsafeMutableBufferPointer { instructionSet.chaseUpperBand($0, order: count) }
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

/// Seconds that `singularValues` takes on one thread, about: measured with some thousands of rows on processors of 2023.
package func singularValueSeconds(rows: Int, columns: Int) -> Double {
  let (n, m) = (Double(min(rows, columns)), Double(max(rows, columns)))
  return (4 * m * n * n - 4 / 3 * n * n * n) / 30e9
}

/// Doubles of a symmetric band, as `BandChase` takes it.
private func bandNumbers(symmetric order: Int) -> Int { (order + BandChase.width) * 2 * BandChase.width }

/// Doubles of an upper band, as `BandChase` takes it.
private func bandNumbers(upper order: Int) -> Int { (order + 2 * BandChase.width) * (3 * BandChase.width + 1) }

/// Brings a matrix that is far from 1 near it by a power of 2, which is returned: squares are taken on the way. 0 for one without numbers
/// other than 0.
///
/// - Parameter first: the first column of a row that is read.
private func makeModerate(_ numbers: inout [Double], rows: Int, from first: (Int) -> Int) throws(SpectrumFailure) -> Double {
  var largestBits: UInt64 = 0
  let columns = rows > 0 ? numbers.count / rows : 0
  for row in 0..<rows {
    for place in (row * columns + first(row))..<((row + 1) * columns) {
      largestBits = max(largestBits, numbers[place].magnitude.bitPattern)
    }
  }
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
