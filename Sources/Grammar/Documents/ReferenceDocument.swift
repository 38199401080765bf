extension Catalog {
  /// The reference in Markdown: one section for each record and family, one subsection for each kind.
  ///
  /// Examples are fenced as `yaml NAME`, NAME the family, so that a test can decode them.
  package func reference(level: Int = 2) -> String {
    ReferenceDocument(catalog: self, level: level).text
  }
}

/// Writes the reference.
struct ReferenceDocument {
  let catalog: Catalog
  let level: Int

  var text: String {
    var lines: [String] = []
    for record in [catalog.root] + catalog.records { lines += section(record) }
    for family in catalog.families { lines += section(family) }
    lines += functionSection
    return lines.joined(separator: "\n")
  }

  private func heading(_ title: String, below: Int = 0) -> String {
    String(repeating: "#", count: level + below) + " " + title
  }

  private func link(_ name: String, _ isFamily: Bool) -> String {
    let title = isFamily ? catalog.title(ofFamily: name) : name
    return "[\(title)](#\(title.lowercased().replacing(" ", with: "-")))"
  }

  // MARK: Sections

  private func section(_ record: RecordInfo) -> [String] {
    var lines = [heading(record.name), "", record.summary, ""]
    lines += placeLines(record.name)
    lines += fieldLines(record.fields, kind: nil)
    return lines
  }

  private func section(_ family: FamilyInfo) -> [String] {
    var lines = [heading(catalog.title(ofFamily: family.name)), "", family.summary, ""]
    lines += placeLines(family.name)
    if let kind = family.numberKind { lines += ["A bare number means `\(kind)`.", ""] }
    if let kind = family.sequenceKind { lines += ["A bare list means `\(kind)`.", ""] }
    for entry in family.entries { lines += section(entry, family) }
    return lines
  }

  private func section(_ entry: EntryInfo, _ family: FamilyInfo) -> [String] {
    var lines = [heading("`\(entry.kind)`", below: 1), "", entry.summary, ""]
    if entry.source != "—" { lines += ["Source: \(entry.source).", ""] }
    lines += fieldLines(entry.fields, kind: entry.kind)
    lines += ["```yaml \(family.name)", entry.example, "```", ""]
    return lines
  }

  private func placeLines(_ name: String) -> [String] {
    let places = catalog.places(of: name).filter { !$0.isEmpty }.prefix(6)
    return places.isEmpty ? [] : ["Stands at " + places.map { "`\($0)`" }.joined(separator: ", ") + ".", ""]
  }

  // MARK: Fields

  private func fieldLines(_ fields: FieldsInfo, kind: String?) -> [String] {
    guard !fields.list.isEmpty else { return [] }
    var lines = ["| key | value | default | meaning |", "| --- | --- | --- | --- |"]
    for field in fields.list {
      let key = field.isInline ? (fields.openNames == nil ? "*kind*" : "*name*") : "`\(field.name)`"
      let cells = [key, field.type.documentation(link: link), field.defaultText, field.summary]
      lines.append("| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
    }
    lines.append("")
    let sentences = fields.groups.map(\.sentence) + fields.shortForms(kind: kind)
    if !sentences.isEmpty { lines += [sentences.joined(separator: " "), ""] }
    return lines
  }

  // MARK: Functions

  private var functionSection: [String] {
    var lines = [heading("functions"), "", "| function | arguments | meaning |", "| --- | --- | --- |"]
    for function in catalog.functions.functions {
      lines.append("| `\(function.name)` | \(function.arityText) | \(function.summary) |")
    }
    for function in catalog.functions.series {
      lines.append("| `\(function.name)` | \(function.parameterText) | \(function.summary) |")
    }
    let constants = catalog.functions.constants.map { "`\($0.name)`" }.joined(separator: ", ")
    return lines + [""] + (constants.isEmpty ? [] : ["Constants: \(constants).", ""])
  }
}

extension ExpressionFunction {
  /// "1 number", "2 to 8 numbers".
  var arityText: String {
    let (least, most) = (parameters.lowerBound, parameters.upperBound)
    if least == most { return least == 1 ? "1 number" : "\(least) numbers" }
    return most == Int.max ? "\(least) or more numbers" : "\(least) to \(most) numbers"
  }
}

extension SeriesFunction {
  /// "series, moment".
  var parameterText: String {
    parameters.enumerated().map { index, parameter in
      "\(parameter)" + (index >= parameters.count - optionalCount ? " (optional)" : "")
    }.joined(separator: ", ")
  }
}
