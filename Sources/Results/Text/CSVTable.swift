/// A table read back: the names of its columns and the texts of its cells.
package struct CSVTable: Sendable, Equatable {
  /// From left to right; no name stands twice.
  package let columns: [String]
  /// Every row has as many cells as there are columns.
  package let rows: [[String]]

  /// Reads a table whose first line names the columns. Throws `malformed` for rows of another length,
  /// a column named twice, or an empty file.
  package init(parsing bytes: [UInt8], name: String) throws(ResultsFailure) {
    var reader = CSVReader(bytes, name: name)
    guard let heading = try reader.next() else {
      throw .malformed(path: name, problem: "the table is empty")
    }
    columns = heading.map(\.text)
    var rows: [[String]] = []
    while let record = try reader.next() {
      guard record.count == heading.count else {
        throw .malformed(
          path: name,
          problem: "line \(record[0].line): \(record.count) cells under \(heading.count) columns")
      }
      rows.append(record.map(\.text))
    }
    self.rows = rows
    for (index, column) in columns.enumerated() where columns[..<index].contains(column) {
      throw .malformed(path: name, problem: "the column `\(column)` stands twice")
    }
  }

  /// The place of a column, or nil.
  package func index(of column: String) -> Int? { columns.firstIndex(of: column) }

  /// A column as it is written.
  package func texts(of column: String) -> [String]? {
    index(of: column).map { place in rows.map { $0[place] } }
  }

  /// A column as numbers; a cell that is not a number is nil.
  package func numbers(of column: String) -> [Double?]? {
    index(of: column).map { place in rows.map { NumberText.double($0[place]) } }
  }
}
