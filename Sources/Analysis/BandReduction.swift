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
  private let panels: PanelReflections
  private let threads: Int

  /// Doubles that it works with beside the matrix.
  static func workingNumbers(rows: Int, columns: Int) -> Int { PanelReflections.workingNumbers(shorter: min(rows, columns)) }

  /// - Parameters:
  ///   - numbers: the matrix, finite. The caller owns it.
  ///   - rows: LAPACK's, the extent along which numbers lie side by side.
  ///   - threads: that work at most.
  init(_ numbers: UnsafeMutablePointer<Double>, rows: Int, columns: Int, threads: Int) {
    self.numbers = numbers
    self.rows = Int32(rows)
    self.columns = Int32(columns)
    self.threads = threads
    width = min(PanelReflections.mostWidth, rows, columns)
    panels = PanelReflections(stride: rows, shorter: min(rows, columns))
  }

  /// Frees what it worked with. The matrix stays.
  func free() { panels.free() }

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
    panels.clearColumns(panel, height: height, count: count)
    if rest > 0 {
      panels.reflect(.left, place(row, column + count), rest, by: panel, min(height, count), of: height, threads: threads)
    }
  }

  /// Clears what is right of the diagonal that starts at (row, column) in `count` rows, and reflects the rows below them alike.
  private func clearRows(_ row: Int32, _ column: Int32, _ count: Int32, until end: Int32, _ last: Int32) {
    let (length, rest) = (last - column, end - row - count)
    let panel = place(row, column)
    panels.clearRows(panel, count: count, length: length)
    if rest > 0 {
      panels.reflect(.right, place(row + count, column), rest, by: panel, min(length, count), of: length, threads: threads)
    }
  }
}
