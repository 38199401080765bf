/// One line of a table the tool writes: RFC 4180 with line feeds, numbers in their shortest text.
package struct CSVRow: Sendable {
  /// One cell. A whole number has no point; a `single` is written with single-precision digits.
  package enum Cell: Sendable, Equatable {
    case integer(Int)
    case number(Double)
    case single(Float)
    case text(String)
    case empty

    /// The cell as it stands in the file, quoted where the format asks for it.
    package var written: String {
      switch self {
      case .integer(let value): return String(value)
      case .number(let value): return NumberText.of(value)
      case .single(let value): return NumberText.of(value)
      case .text(let value): return CSVRow.quoted(value)
      case .empty: return ""
      }
    }
  }

  /// From left to right.
  package let cells: [Cell]

  package init(_ cells: [Cell]) { self.cells = cells }

  /// The line with its line feed.
  package var line: String {
    cells.map(\.written).joined(separator: ",") + "\n"
  }

  /// The heading line of a table.
  package static func heading(_ columns: [String]) -> String {
    CSVRow(columns.map { .text($0) }).line
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { byte in
      byte == 0x22 || byte == 0x2C || byte == 0x0A || byte == 0x0D
    }
    guard needsQuotes || text.first == " " || text.last == " " else { return text }
    var quoted = "\""
    for character in text.unicodeScalars {
      if character == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
  }
}
