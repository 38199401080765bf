/// A further table of a page, such as the points of a sweep.
package struct ReportTable: Sendable, Equatable {
  package let title: String
  package let columns: [String]
  /// One text for each column.
  package let rows: [[String]]
  /// A sentence under the table; may be empty.
  package let note: String

  /// - Precondition: each row is as long as `columns`.
  package init(title: String, columns: [String], rows: [[String]], note: String = "") {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a table row has one text for each column")
    self.title = title
    self.columns = columns
    self.rows = rows
    self.note = note
  }
}
