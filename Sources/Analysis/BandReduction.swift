import CLAPACK

/// A matrix that is turned, in its own memory, into a narrow upper band with the same singular values.
///
/// Blocks of columns and of rows take turns: reflections from the left clear what is below the diagonal of some columns, reflections from
/// the right what is beyond the band in as many rows. Nearly all of the arithmetic is products of matrices, while the usual reduction to
/// two diagonals reads the whole matrix once for each of its columns. Source: Großer & Lang, "Efficient parallel reduction to bidiagonal
/// form", Parallel Computing 25 (1999), §2.
struct BandReduction {
  /// (columns, rows): column after column, as LAPACK takes it.
  private let numbers: UnsafeMutablePointer<Double>
  private let rows: Int32
  private let columns: Int32
  /// Diagonals above the main one that are left.
  let width: Int
  private let scales: UnsafeMutablePointer<Double>
  private let triangle: UnsafeMutablePointer<Double>
  private let work: UnsafeMutablePointer<Double>
  private let workCount: Int32

  /// Columns of a block: wide enough for products of matrices, narrow enough for what `BandChase` does afterwards.
  static let mostWidth = 40

  /// Doubles that it works with beside the matrix.
  static func workingNumbers(rows: Int, columns: Int) -> Int { roomNumbers(rows: rows, columns: columns) + mostWidth * (mostWidth + 1) }

  /// Doubles of LAPACK's own room: 64 for each column of a block where a block is cleared, and a block's width for each of the rows or
  /// columns behind it, which are always fewer than the shorter side of the matrix.
  private static func roomNumbers(rows: Int, columns: Int) -> Int { (min(rows, columns) + 64) * 64 }

  /// - Parameters:
  ///   - numbers: the matrix, finite. The caller owns it.
  ///   - rows: LAPACK's, the extent along which numbers lie side by side.
  init(_ numbers: UnsafeMutablePointer<Double>, rows: Int, columns: Int) {
    self.numbers = numbers
    self.rows = Int32(rows)
    self.columns = Int32(columns)
    width = min(Self.mostWidth, rows, columns)
    scales = .allocate(capacity: width)
    triangle = .allocate(capacity: width * width)
    let room = Self.roomNumbers(rows: rows, columns: columns)
    workCount = Int32(clamping: room)
    work = .allocate(capacity: room)
  }

  /// Frees what it worked with. The matrix stays.
  func free() {
    scales.deallocate()
    triangle.deallocate()
    work.deallocate()
  }

  /// Reduces the matrix to a square of min(rows, columns) and this to a band, at the start of each of its first columns.
  func run() {
    let order = min(rows, columns)
    let step = Int32(width)
    if rows != columns {
      for first in stride(from: 0, to: order, by: width) {
        let count = min(step, order - first)
        if rows > columns {
          clearColumns(first, first, count, until: rows, columns)
        } else {
          clearRows(first, first, count, until: rows, columns)
        }
      }
      clearFactors(order)
    }
    for first in stride(from: 0, to: order, by: width) {
      let count = min(step, order - first)
      clearColumns(first, first, count, until: order, order)
      if first + count < order { clearRows(first, first + count, count, until: order, order) }
    }
  }

  private func place(_ row: Int32, _ column: Int32) -> UnsafeMutablePointer<Double> {
    numbers + Int(column) * Int(rows) + Int(row)
  }

  /// Zeros what the reflections left on their side of the triangle.
  private func clearFactors(_ order: Int32) {
    for column in 0..<order {
      let (first, count) = rows > columns ? (column + 1, order - column - 1) : (0, column)
      place(first, column).update(repeating: 0, count: Int(count))
    }
  }

  /// Clears what is below the diagonal that starts at (row, column) in `count` columns, and reflects the columns behind them alike.
  private func clearColumns(_ row: Int32, _ column: Int32, _ count: Int32, until end: Int32, _ last: Int32) {
    let (height, rest) = (end - row, last - column - count)
    let panel = place(row, column)
    check(LAPACKE_dgeqrf_work(LAPACK_COL_MAJOR, height, count, panel, rows, scales, work, workCount))
    reflect(.left, place(row, column + count), rest, by: panel, min(height, count), of: height)
  }

  /// Clears what is right of the diagonal that starts at (row, column) in `count` rows, and reflects the rows below them alike.
  private func clearRows(_ row: Int32, _ column: Int32, _ count: Int32, until end: Int32, _ last: Int32) {
    let (length, rest) = (last - column, end - row - count)
    let panel = place(row, column)
    check(LAPACKE_dgelqf_work(LAPACK_COL_MAJOR, count, length, panel, rows, scales, work, workCount))
    reflect(.right, place(row + count, column), rest, by: panel, min(length, count), of: length)
  }

  /// The side from which a block is reflected, in LAPACK's letters.
  private enum Side {
    case left, right

    /// The side, whether transposed, and whether the reflections lie in the panel's columns or rows.
    var letters: (side: CChar, transposition: CChar, storage: CChar) {
      func letter(_ scalar: Unicode.Scalar) -> CChar { CChar(UInt8(ascii: scalar)) }
      return self == .left ? (letter("L"), letter("T"), letter("C")) : (letter("R"), letter("N"), letter("R"))
    }
  }

  /// Reflects `rest` columns from the left, or rows from the right, by `count` reflections of a panel, of `extent` numbers each.
  private func reflect(
    _ side: Side, _ block: UnsafeMutablePointer<Double>, _ rest: Int32, by panel: UnsafeMutablePointer<Double>, _ count: Int32,
    of extent: Int32
  ) {
    guard rest > 0 else { return }
    let (letters, forward, step) = (side.letters, CChar(UInt8(ascii: "F")), Int32(width))
    check(LAPACKE_dlarft_work(LAPACK_COL_MAJOR, forward, letters.storage, extent, count, panel, rows, scales, triangle, step))
    let (height, length) = side == .left ? (extent, rest) : (rest, extent)
    check(
      LAPACKE_dlarfb_work(
        LAPACK_COL_MAJOR, letters.side, letters.transposition, forward, letters.storage, height, length, count, panel, rows, triangle, step,
        block, rows, work, rest))
  }

  private func check(_ info: Int32) { precondition(info == 0, "LAPACK takes the arguments it is given") }
}
