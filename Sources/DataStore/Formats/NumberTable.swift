import Results

/// A table of numbers from a user's `.csv` file.
package struct NumberTable: Sendable, Equatable {
  /// How the first line is taken.
  package enum Header: Sendable {
    case present, absent
    /// Present if one of its cells is not a number.
    case guess
  }

  /// nil without a heading.
  package let names: [String]?
  /// Without the heading; at least 1.
  package let rows: Int
  package let columns: Int
  /// (rows, columns), row-major, all finite.
  package let values: [Double]
  /// Of the file's bytes, for the identity of the run.
  package let digest: ContentDigest

  /// The most numbers a table may hold: 2^28, two GiB of memory.
  package static let limit = 1 << 28

  /// Reads a file. Throws `badCell` with line and column, `malformed`, `tooLarge` or `file`.
  package init(
    contentsOf path: String, header: Header = .guess, limit: Int = limit
  ) throws(DataFailure) {
    let bytes: [UInt8]
    do throws(ResultsFailure) { bytes = try FileBytes.read(path) } catch { throw .from(error) }
    try self.init(parsing: bytes, name: path, header: header, limit: limit)
  }

  /// The same from bytes in memory; `name` stands in the failures.
  package init(
    parsing bytes: [UInt8], name: String, header: Header = .guess, limit: Int = limit
  ) throws(DataFailure) {
    var reader = CSVReader(bytes, name: name)
    var names: [String]?
    var values: [Double] = []
    var columns = 0
    var rows = 0
    var isFirst = true
    while let record = try NumberTable.next(&reader) {
      if isFirst {
        isFirst = false
        columns = record.count
        let isHeading = header == .guess ? record.contains { NumberTable.value($0) == nil } : header == .present
        if isHeading {
          names = record.map { NumberTable.trimmed($0.text) }
          continue
        }
      }
      guard record.count == columns else {
        let other = record.lazy.compactMap { NumberTable.separator(in: $0.text) }.first
        if let other { throw .malformed(path: name, problem: NumberTable.otherSeparator(other)) }
        throw .malformed(
          path: name, problem: "line \(record[0].line) has \(record.count) cell\(record.count == 1 ? "" : "s"), the first has \(columns)")
      }
      guard values.count + columns <= limit else {
        throw .tooLarge(path: name, count: values.count + columns, limit: limit)
      }
      for cell in record { values.append(try NumberTable.number(cell, name)) }
      rows += 1
    }
    guard rows > 0 else { throw .malformed(path: name, problem: "it holds no rows of numbers") }
    self.names = names
    self.rows = rows
    self.columns = columns
    self.values = values
    digest = ContentDigest(of: bytes)
  }

  /// The place of a named column, or nil.
  package func index(of column: String) -> Int? { names?.firstIndex(of: column) }

  private static func next(_ reader: inout CSVReader) throws(DataFailure) -> [CSVReader.Cell]? {
    do throws(ResultsFailure) { return try reader.next() } catch { throw .from(error) }
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// The word for what separates cells in place of commas, if several parts of a cell are numbers.
  private static func separator(in text: String) -> String? {
    let known: [(character: Character, word: String)] = [(";", "semicolons"), ("\t", "tabs")]
    return known.first { text.split(separator: $0.character).count { NumberText.double(trimmed(String($0))) != nil } > 1 }?.word
  }

  private static func otherSeparator(_ word: String) -> String {
    "its cells are separated by \(word), and commas are read: write it with commas, and with points in numbers"
  }

  private static func value(_ cell: CSVReader.Cell) -> Double? {
    NumberText.double(cell.text) ?? NumberText.double(trimmed(cell.text))
  }

  private static func number(_ cell: CSVReader.Cell, _ name: String) throws(DataFailure) -> Double {
    func bad(_ problem: String) -> DataFailure {
      .badCell(path: name, line: cell.line, column: cell.column, text: cell.text, problem: problem)
    }
    guard let value = value(cell) else {
      if let separator = separator(in: cell.text) { throw .malformed(path: name, problem: otherSeparator(separator)) }
      throw bad(trimmed(cell.text).isEmpty ? "is empty where a number is expected" : "is not a number")
    }
    guard value.isFinite else { throw bad("is not finite") }
    return value
  }
}
