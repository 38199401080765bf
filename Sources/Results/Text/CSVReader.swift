/// Splits comma-separated text into records, one at a time, and keeps the place of every cell.
///
/// RFC 4180 with either line end; a byte-order mark before the first cell is skipped, and so is an
/// empty line. Cells are not interpreted. Nothing is allocated ahead of what was read.
package struct CSVReader: Sendable {
  /// One cell: its text, and where it begins (1-based line, 1-based column in bytes).
  package struct Cell: Sendable, Equatable {
    /// Without its quotes.
    package let text: String
    package let line: Int
    package let column: Int
  }

  private let bytes: [UInt8]
  private let name: String
  private var position = 0
  private var line = 1
  private var lineStart = 0

  /// `name` stands in the failures.
  package init(_ bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
      lineStart = 3
    }
  }

  /// The next record, or nil at the end. Throws `malformed` for a quote that is not closed, text
  /// beside a quoted cell, or bytes that are not UTF-8.
  package mutating func next() throws(ResultsFailure) -> [Cell]? {
    while position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D { endLine() }
    guard position < bytes.count else { return nil }
    var cells: [Cell] = []
    while true {
      cells.append(try cell())
      guard position < bytes.count else { return cells }
      if bytes[position] != 0x2C {
        endLine()
        return cells
      }
      position += 1
    }
  }

  /// Steps over `\n`, `\r\n` or `\r`.
  private mutating func endLine() {
    if bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A { position += 1 }
    position += 1
    line += 1
    lineStart = position
  }

  private mutating func cell() throws(ResultsFailure) -> Cell {
    let place = (line: line, column: position - lineStart + 1)
    var content: ArraySlice<UInt8>
    if position < bytes.count && bytes[position] == 0x22 {
      content = try quoted(place)[...]
    } else {
      let start = position
      while position < bytes.count, ![0x2C, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
      content = bytes[start..<position]
    }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw problem("the cell is not valid UTF-8", place)
    }
    return Cell(text: text, line: place.line, column: place.column)
  }

  private mutating func quoted(_ place: (line: Int, column: Int)) throws(ResultsFailure) -> [UInt8] {
    position += 1
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == 0x0A {
        line += 1
        lineStart = position
      }
      guard byte == 0x22 else {
        content.append(byte)
        continue
      }
      if position < bytes.count && bytes[position] == 0x22 {
        content.append(byte)
        position += 1
        continue
      }
      guard position == bytes.count || [0x2C, 0x0A, 0x0D].contains(bytes[position]) else {
        throw problem("text follows the closing quote of the cell", place)
      }
      return content
    }
    throw problem("the quote that begins here is not closed", place)
  }

  private func problem(_ sentence: String, _ place: (line: Int, column: Int)) -> ResultsFailure {
    .malformed(path: name, problem: "line \(place.line), column \(place.column): \(sentence)")
  }
}
