/// One line of a source as it is printed: cells of whole characters, each with its bytes in the
/// file and its columns on the terminal.
struct DisplayLine {
  private struct Cell {
    let text: String
    let bytes: Range<Int>
    let columns: Range<Int>
  }

  private static let tab = "    "

  private let cells: [Cell]
  /// Byte offset of the end of the line.
  private let end: Int

  /// - Parameter line: line number, from 1.
  init(_ file: SourceFile, line: Int) {
    let range = file.lineRange(line)
    end = range.upperBound
    var scalars: [Unicode.Scalar] = []
    var offsets: [Int] = []
    var at = range.lowerBound
    while at < range.upperBound {
      let length = UTF8Scan.length(in: file.bytes, at: at)
      let value = length.map { UTF8Scan.value(in: file.bytes, at: at, length: $0) } ?? 0xFFFD
      scalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
      offsets.append(at)
      at += length ?? 1
    }
    offsets.append(range.upperBound)
    cells = Self.cells(scalars, offsets)
  }

  private static func cells(_ scalars: [Unicode.Scalar], _ offsets: [Int]) -> [Cell] {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    var cells: [Cell] = []
    var (index, column) = (0, 0)
    for character in String(text) {
      let next = index + character.unicodeScalars.count
      let isSteering = character.unicodeScalars.contains(where: PrintableText.steers)
      let shown = character == "\t" ? tab : isSteering ? "\u{FFFD}" : String(character)
      let width = DisplayWidth.columns(of: shown)
      cells.append(
        Cell(text: shown, bytes: offsets[index]..<offsets[next], columns: column..<(column + width)))
      (index, column) = (next, column + width)
    }
    return cells
  }

  var width: Int { cells.last?.columns.upperBound ?? 0 }

  /// The columns from 0 that a byte range covers, at least one of them: an empty range is marked
  /// where it stands.
  func columns(lower: Int, upper: Int) -> Range<Int> {
    let first = cells.first { $0.bytes.upperBound > lower }?.columns.lowerBound ?? width
    let last = cells.last { $0.bytes.lowerBound < min(upper, end) }?.columns.upperBound ?? first
    return first..<max(first + 1, last)
  }

  /// The text in some of the columns; a wide character that is cut in two is left out.
  func text(in columns: Range<Int>) -> String {
    cells.filter {
      columns.lowerBound <= $0.columns.lowerBound && $0.columns.upperBound <= columns.upperBound
    }
    .map(\.text).joined()
  }
}
