/// A table in the making, whose cells are HTML already. Rows beyond its bytes are counted, not written.
struct HTMLTable {
  enum Column {
    case text(String)
    /// Set to the right, digits of equal width.
    case number(String)
  }

  private let columns: [Column]
  private let byteLimit: Int
  private var body = ""
  private var left = 0

  /// - Parameters:
  ///   - columns: headings; none for a table whose rows carry their own.
  ///   - byteLimit: most bytes of all rows together.
  init(columns: [Column], byteLimit: Int) {
    self.columns = columns
    self.byteLimit = byteLimit
  }

  mutating func append(heading: String? = nil, cells: [String], rowClass: String = "") {
    var row = rowClass.isEmpty ? "<tr>" : "<tr class=\"\(rowClass)\">"
    if let heading { row += "<th scope=\"row\">\(heading)</th>" }
    for (index, cell) in cells.enumerated() {
      if index < columns.count, case .number = columns[index] {
        row += "<td class=\"number\">\(cell)</td>"
      } else {
        row += "<td>\(cell)</td>"
      }
    }
    row += "</tr>\n"
    if left == 0, body.utf8.count + row.utf8.count <= byteLimit {
      body += row
    } else {
      left += 1
    }
  }

  /// A row that says what those below it are of.
  mutating func append(group: String) {
    body += "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"\(max(1, columns.count))\">\(group)</th></tr>\n"
  }

  var html: String {
    let headings = columns.map { column in
      switch column {
      case .text(let name): "<th scope=\"col\">\(name)</th>"
      case .number(let name): "<th scope=\"col\" class=\"number\">\(name)</th>"
      }
    }
    let head = headings.isEmpty ? "" : "<thead><tr>\(headings.joined())</tr></thead>\n"
    let rest = left > 0 ? "<p class=\"note\">\(ReadableNumber.counted(left, "more row")) left out for size.</p>\n" : ""
    return "<div class=\"table\"><table>\n\(head)<tbody>\n\(body)</tbody>\n</table></div>\n\(rest)"
  }
}
