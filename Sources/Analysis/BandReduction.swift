import Kernels

/// A matrix that is turned, in its own memory, into a narrow band below its diagonal with the same singular values.
///
/// Blocks of rows and of columns take turns: reflections from the right clear what is right of the diagonal of some rows, reflections from
/// the left what is below the band in as many columns. Nearly all of the arithmetic is products of matrices, while the usual reduction to
/// two diagonals reads the whole matrix once for each of its columns. Source: Großer & Lang, "Efficient parallel reduction to bidiagonal
/// form", Parallel Computing 25 (1999), §2.
struct BandReduction {
  /// (rows, columns).
  private let numbers: StoredMatrix
  private let rows: Int
  private let columns: Int
  private var panels: PanelReflections

  /// Diagonals below the main one that are left.
  var width: Int { panels.width }

  private static func width(rows: Int, columns: Int) -> Int { min(BandChase.width, rows, columns) }

  /// Doubles that it works with beside the matrix.
  static func workingNumbers(rows: Int, columns: Int) -> Int {
    PanelReflections.workingNumbers(width: width(rows: rows, columns: columns), length: max(rows, columns))
  }

  /// - Parameters:
  ///   - numbers: the matrix, finite, and `StoredMatrix.spare` numbers that may be read behind it. The caller owns it.
  ///   - threads: that work at most.
  init(_ numbers: UnsafeMutablePointer<Double>, rows: Int, columns: Int, threads: Int, on instructionSet: InstructionSet) {
    self.numbers = StoredMatrix(numbers, stride: columns)
    self.rows = rows
    self.columns = columns
    panels = PanelReflections(
      width: Self.width(rows: rows, columns: columns), length: max(rows, columns), threads: threads, on: instructionSet)
  }

  /// Frees what it worked with. The matrix stays.
  func free() { panels.free() }

  /// Reduces the matrix to a square of min(rows, columns) and this to a band, at the start of each of its first rows.
  mutating func run() {
    let order = min(rows, columns)
    if rows != columns {
      for first in stride(from: 0, to: order, by: width) {
        let count = min(width, order - first)
        if columns > rows {
          clearRows(first, first, count, until: rows, columns)
        } else {
          clearColumns(first, first, count, until: rows, columns)
        }
      }
    }
    for first in stride(from: 0, to: order, by: width) {
      let count = min(width, order - first)
      clearRows(first, first, count, until: order, order)
      if first + count < order { clearColumns(first + count, first, count, until: order, order) }
    }
  }

  /// Clears what is right of the diagonal that starts at (row, column) in `count` rows, and reflects the rows below them alike.
  private mutating func clearRows(_ row: Int, _ column: Int, _ count: Int, until end: Int, _ last: Int) {
    panels.clearRows(of: numbers.from(row, column), count: count, length: last - column)
    panels.reflectRows(numbers.from(row + count, column), end - row - count)
  }

  /// Clears what is below the diagonal that starts at (row, column) in `count` columns, and reflects the columns behind them alike.
  private mutating func clearColumns(_ row: Int, _ column: Int, _ count: Int, until end: Int, _ last: Int) {
    panels.clearColumns(of: numbers.from(row, column), count: count, length: end - row)
    panels.reflectColumns(numbers.from(row, column + count), last - column - count)
  }
}
