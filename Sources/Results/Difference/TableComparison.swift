/// Tables: columns by name; rows by their step, in the tables of a sweep by the values of its axes (and
/// their place among equal rows), or by their number where there is neither.
///
/// Which run a point of a sweep is follows from what was asked; the column `run` is not compared.
///
/// - `mayBeSingle`: whether both runs computed in single precision. A file does not say its precision;
///   in such runs, a column whose every number is the shortest text of a `Float` is taken as one of
///   them, and distances are counted in single precision.
enum TableComparison {
  static func compare(
    _ a: CSVTable, _ b: CSVTable, file: String, mayBeSingle: Bool, tolerance: (String) -> Tolerance,
    into found: inout FileComparison
  ) {
    let pairs = rowPairs(a, b, file)
    if pairs.onlyA > 0 { found.addOneSided(rows(pairs.onlyA, file), isInA: true) }
    if pairs.onlyB > 0 { found.addOneSided(rows(pairs.onlyB, file), isInA: false) }
    for (placeA, column) in a.columns.enumerated() where column != runColumn {
      guard let placeB = b.index(of: column) else {
        found.addOneSided("column `\(column)` of \(file)", isInA: true)
        continue
      }
      let left = pairs.rows.map { a.rows[$0.a][placeA] }
      let right = pairs.rows.map { b.rows[$0.b][placeB] }
      let place = { (index: Int) in pairs.rows[index].name }
      if let kind = kind(left, right, mayBeSingle) {
        let numbers = compare(zip(left, right), kind, tolerance(column))
        found.add(numbers, file, column, place: place)
      } else if let first = zip(left, right).enumerated().first(where: { $0.element.0 != $0.element.1 }) {
        let count = zip(left, right).count { $0 != $1 }
        found.addUnlike(
          file, column, first.element.0, first.element.1, count: count, total: left.count,
          place: place(first.offset))
      }
    }
    for column in b.columns where a.index(of: column) == nil {
      found.addOneSided("column `\(column)` of \(file)", isInA: false)
    }
  }

  /// What a column holds, when it is numbers.
  private enum Kind {
    case whole, single, double
  }

  private static func compare(
    _ pairs: Zip2Sequence<[String], [String]>, _ kind: Kind, _ tolerance: Tolerance
  ) -> NumberComparison {
    var numbers = NumberComparison(kind == .single ? .single : .double, tolerance)
    for (a, b) in pairs {
      if kind == .whole, let x = Int64(a), let y = Int64(b) {
        numbers.add(x, y)
      } else if let x = NumberText.double(a), let y = NumberText.double(b) {
        numbers.add(x, y)
      } else if a == b {
        numbers.add(Int64(0), Int64(0))
      } else {
        numbers.addUnequal(a, b)
      }
    }
    return numbers
  }

  private static func rows(_ count: Int, _ file: String) -> String {
    count == 1 ? "1 row of \(file)" : "\(count) rows of \(file)"
  }

  private struct Pairs {
    var rows: [(a: Int, b: Int, name: String)] = []
    var onlyA = 0
    var onlyB = 0
  }

  private static let runColumn = "run"

  /// The columns that say what a row belongs to; nil where rows have no names.
  private static func keys(_ table: CSVTable, _ file: String) -> [String]? {
    if table.index(of: "step") != nil { return ["step"] }
    if file == BundleFile.pointTable.path { return table.index(of: runColumn).map { Array(table.columns[..<$0]) } }
    if file.hasPrefix("summaries/") { return table.index(of: "value").map { Array(table.columns[..<$0]) } }
    return nil
  }

  private static func rowPairs(_ a: CSVTable, _ b: CSVTable, _ file: String) -> Pairs {
    var pairs = Pairs()
    guard let keys = keys(a, file), let others = self.keys(b, file), keys.sorted() == others.sorted() else {
      let common = min(a.rows.count, b.rows.count)
      pairs.rows = (0..<common).map { ($0, $0, "row \($0 + 1)") }
      pairs.onlyA = a.rows.count - common
      pairs.onlyB = b.rows.count - common
      return pairs
    }
    // Looked up only, never walked: the order of the result is that of a's rows.
    var placesInB: [[String]: [Int]] = [:]
    let (columnsA, columnsB) = (keys.compactMap(a.index), keys.compactMap(b.index))
    for (index, row) in b.rows.enumerated() { placesInB[columnsB.map { row[$0] }, default: []].append(index) }
    var used: [[String]: Int] = [:]
    for (index, row) in a.rows.enumerated() {
      let key = columnsA.map { row[$0] }
      let turn = used[key, default: 0]
      if let places = placesInB[key], turn < places.count {
        let name = keys.isEmpty ? "its row" : zip(keys, key).map { "\($0) \($1)" }.joined(separator: ", ")
        pairs.rows.append((index, places[turn], places.count > 1 ? "\(name), row \(turn + 1)" : name))
        used[key] = turn + 1
      } else {
        pairs.onlyA += 1
      }
    }
    pairs.onlyB = b.rows.count - pairs.rows.count
    return pairs
  }

  /// What kind of numbers a column holds; nil when it holds texts. An empty cell says nothing.
  private static func kind(_ left: [String], _ right: [String], _ mayBeSingle: Bool) -> Kind? {
    var isWhole = true
    var isSingle = mayBeSingle
    for text in left + right where !text.isEmpty {
      guard let value = NumberText.double(text) else { return nil }
      isWhole = isWhole && Int64(text) != nil
      isSingle = isSingle && (!value.isFinite || Int64(text) != nil || Float(text)?.description == text)
    }
    return isWhole ? .whole : isSingle ? .single : .double
  }
}
