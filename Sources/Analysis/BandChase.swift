import CLAPACK

/// An upper band that is turned into two diagonals with the same singular values.
///
/// Row by row a reflection from the right clears what is beyond the second diagonal; what this adds below the diagonal is cleared from the
/// left, what that adds beyond the band from the right again, and so on to the end: everything happens within three widths of the diagonal,
/// in the nearest caches. Source: Lang, "Parallel reduction of banded matrices to bidiagonal form", Parallel Computing 22 (1996), §2.
struct BandChase {
  private let order: Int
  private let width: Int
  /// Column after column, each from 2 · width above its diagonal to width below: the next column is one number short of a column's extent
  /// further on in the same row.
  private let band: UnsafeMutablePointer<Double>
  private let vector: UnsafeMutablePointer<Double>
  private let work: UnsafeMutablePointer<Double>

  /// Doubles that it holds.
  static func workingNumbers(order: Int) -> Int { (order + 3) * (3 * BandReduction.mostWidth + 1) }

  /// Copies the band of a matrix.
  /// - Parameters:
  ///   - matrix: (order, stride), of whose column j the rows j − width … j are read.
  ///   - stride: from column to column.
  init(_ matrix: UnsafePointer<Double>, stride: Int, order: Int, width: Int) {
    self.order = order
    self.width = width
    let count = (order + 2) * (3 * width + 1)
    band = .allocate(capacity: count)
    band.initialize(repeating: 0, count: count)
    vector = .allocate(capacity: width)
    work = .allocate(capacity: 3 * width)
    for column in 0..<order {
      for row in max(0, column - width)...column { place(row, column).pointee = matrix[column * stride + row] }
    }
  }

  /// Frees its memory.
  func free() {
    band.deallocate()
    vector.deallocate()
    work.deallocate()
  }

  /// The diagonal, and what stands right of it.
  func run() -> (diagonal: [Double], beside: [Double]) {
    for first in 0..<max(0, order - 1) {
      var (row, column) = (first, first + 1)
      while column < order {
        reflect(row, column)
        (row, column) = (column, column + width)
      }
    }
    let beside = (0..<max(0, order - 1)).map { place($0, $0 + 1).pointee }
    return ((0..<order).map { place($0, $0).pointee }, beside)
  }

  private func place(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Double> { band + column * 3 * width + 2 * width + row }

  /// Clears row `row` right of `column`, and then the column `column` below its diagonal.
  private func reflect(_ row: Int, _ column: Int) {
    let (extent, step) = (min(width, order - column), 3 * width)
    let right = takeReflection(place(row, column), step: step, count: extent)
    let height = min(order, column + extent) - row - 1
    apply("R", height, extent, right, to: place(row + 1, column))
    let left = takeReflection(place(column, column), step: 1, count: extent)
    let length = min(order, column + 2 * width) - column - 1
    if length > 0 { apply("L", extent, length, left, to: place(column, column + 1)) }
  }

  /// Puts into `vector` what reflects numbers onto the first of them, and writes what they become.
  private func takeReflection(_ numbers: UnsafeMutablePointer<Double>, step: Int, count: Int) -> Double {
    var scale = 0.0
    for index in 0..<count { vector[index] = numbers[index * step] }
    let info = LAPACKE_dlarfg_work(Int32(count), numbers, vector + 1, 1, &scale)
    precondition(info == 0, "LAPACK takes the arguments it is given")
    vector[0] = 1
    for index in 1..<max(1, count) { numbers[index * step] = 0 }
    return scale
  }

  private func apply(_ side: Unicode.Scalar, _ rows: Int, _ columns: Int, _ scale: Double, to block: UnsafeMutablePointer<Double>) {
    let info = LAPACKE_dlarfx_work(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: side)), Int32(rows), Int32(columns), vector, scale, block, Int32(3 * width), work)
    precondition(info == 0, "LAPACK takes the arguments it is given")
  }
}
