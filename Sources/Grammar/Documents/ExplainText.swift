extension Catalog {
  /// What a word means, for the terminal: a kind, family, record, function, or a path of keys such as
  /// `train.optimizer` or
  /// `adam.beta1`. nil when nothing is called so; `suggestion(for:among: names)` can then help.
  package func explain(_ name: String) -> String? {
    let sections = ExplainText(catalog: self).sections(name)
    return sections.isEmpty ? nil : sections.joined(separator: "\n")
  }
}

/// Writes explanations; everything that a word can mean is a section.
struct ExplainText {
  let catalog: Catalog

  func sections(_ name: String) -> [String] {
    var sections: [String] = []
    for family in catalog.families {
      if family.name == name { sections.append(text(family)) }
      for entry in family.entries where entry.kind == name { sections.append(text(entry, family)) }
    }
    for record in [catalog.root] + catalog.records where record.name == name { sections.append(text(record)) }
    for function in catalog.functions.functions where function.name == name {
      sections.append("\(name): function of \(function.arityText)\n  \(function.summary)\n")
    }
    for function in catalog.functions.series where function.name == name {
      sections.append("\(name)(\(function.parameterText)): reads what was recorded\n  \(function.summary)\n")
    }
    if let field = field(name), sections.isEmpty || name.contains(".") { sections.append(text(field, name)) }
    return sections
  }

  // MARK: Paths

  /// The field at the end of a path of keys, from the root, or from a kind or record.
  private func field(_ path: String) -> FieldInfo? {
    let keys = path.split(separator: ".").map(String.init)
    guard let first = keys.first else { return nil }
    if let found = field(keys[...], catalog.root.fields) { return found }
    for record in catalog.records where record.name == first {
      if let found = field(keys.dropFirst(), record.fields) { return found }
    }
    for entry in catalog.families.flatMap(\.entries) where entry.kind == first {
      if let found = field(keys.dropFirst(), entry.fields) { return found }
    }
    return nil
  }

  private func field(_ keys: ArraySlice<String>, _ fields: FieldsInfo) -> FieldInfo? {
    guard let first = keys.first else { return nil }
    if let index = fields.index(of: first) {
      let found = fields.list[index]
      return keys.count == 1 ? found : field(keys.dropFirst(), found.type)
    }
    if let open = fields.openNames { return field(keys.dropFirst(), open.element) }
    guard let entry = fields.inlineFamily?.entry(first) else { return nil }
    return field(keys.dropFirst(), entry.fields)
  }

  private func field(_ keys: ArraySlice<String>, _ type: TypeInfo) -> FieldInfo? {
    switch type {
    case .record(let record): field(keys, record.info.fields)
    case .component(let family), .several(let family):
      keys.first.flatMap { family.info.entry($0) }.flatMap { field(keys.dropFirst(), $0.fields) }
    case .map(let element, _, _): field(keys.dropFirst(), element)
    case .list(let element, _), .oneOrMany(let element): field(keys, element)
    case .either(let a, let b): field(keys, a) ?? field(keys, b)
    default: nil
    }
  }

  // MARK: Texts

  private func text(_ family: FamilyInfo) -> String {
    let width = family.entries.map(\.kind.count).max() ?? 0
    var lines = ["\(family.name): \(family.summary)"] + placeLines(family.name) + [""]
    for entry in family.entries {
      lines.append("  \(entry.kind.padded(to: width))  \(entry.summary)")
    }
    if let kind = family.numberKind { lines += ["", "  A bare number means `\(kind)`."] }
    if let kind = family.sequenceKind { lines += ["", "  A bare list means `\(kind)`."] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(_ entry: EntryInfo, _ family: FamilyInfo) -> String {
    var lines = ["\(entry.kind) (\(family.name)): \(entry.summary)"] + placeLines(family.name)
    if entry.source != "—" { lines.append("  source: \(entry.source)") }
    lines += fieldLines(entry.fields, kind: entry.kind)
    lines += ["", "  example:"] + entry.example.split(separator: "\n").map { "    \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(_ record: RecordInfo) -> String {
    let lines = ["\(record.name): \(record.summary)"] + placeLines(record.name) + fieldLines(record.fields, kind: nil)
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(_ field: FieldInfo, _ path: String) -> String {
    let type = field.type.documentation { name, _ in name }.withoutBackticks
    let fallback = field.defaultText.withoutBackticks
    var lines = ["\(path): \(field.summary)", "  value: \(type)", "  default: \(fallback)"]
    switch field.type {
    case .component(let family), .several(let family):
      lines.append("  kinds: " + family.info.entries.map(\.kind).joined(separator: ", "))
    case .record(let record): lines += fieldLines(record.info.fields, kind: nil)
    default: break
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func placeLines(_ name: String) -> [String] {
    let places = catalog.places(of: name).filter { !$0.isEmpty }.prefix(4)
    return places.isEmpty ? [] : ["  stands at: " + places.joined(separator: ", ")]
  }

  private func fieldLines(_ fields: FieldsInfo, kind: String?) -> [String] {
    guard !fields.list.isEmpty else { return [] }
    let width = fields.list.map { $0.isInline ? "(kind)".count : $0.name.count }.max() ?? 0
    var lines = [""]
    for field in fields.list {
      let name = (field.isInline ? (fields.openNames == nil ? "(kind)" : "(name)") : field.name).padded(to: width)
      let type = field.type.documentation { name, _ in name }.withoutBackticks
      let fallback =
        switch field.necessity {
        case .required: "required"
        case .optional(let text): "default \(text)"
        case .maybe: "optional"
        }
      lines += ["  \(name)  \(type); \(fallback)", "  \("".padded(to: width))  \(field.summary)"]
    }
    let sentences = fields.groups.map(\.sentence) + fields.shortForms(kind: kind)
    return lines + (sentences.isEmpty ? [] : [""]) + sentences.map { "  " + $0.withoutBackticks }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  fileprivate var withoutBackticks: String { replacing("`", with: "") }
}
