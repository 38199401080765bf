import SourceDiagnostics
import YAMLTree

extension FormDecoder {
  /// The kind is decided first; then only its own options are judged.
  mutating func decodeComponent(_ node: Node, _ family: FamilyInfo, _ type: TypeInfo, _ path: SpecPath) -> Form {
    switch node.content {
    case .scalar(let scalar):
      if scalar.isEmptyPlain { return wrongType(node, type, path) }
      if let entry = family.entry(scalar.text) {
        return decodeOptions(entry, family, Located(scalar.text, at: node.range), nil, path)
      }
      if let bare = family.numberKind, let entry = family.entry(bare) {
        if let words = reportWords(node, family, path) { return words }
        let field = entry.fields.shorthandIndex.map { entry.fields.list[$0] }
        if !isUndeclaredWord(scalar.text) || field?.type.hasKeyword(node) ?? false {
          return decodeBare(node, entry, family, path)
        }
      }
      return unknownKind(Located(scalar.text, at: node.range), family, path)
    case .sequence:
      guard let bare = family.sequenceKind, let entry = family.entry(bare) else { return wrongType(node, type, path) }
      return decodeBare(node, entry, family, path)
    case .mapping(let entries):
      return decodeKindMapping(node, entries, family, type, path)
    }
  }

  private mutating func decodeKindMapping(
    _ node: Node, _ entries: [YAMLTree.Entry], _ family: FamilyInfo, _ type: TypeInfo, _ path: SpecPath
  ) -> Form {
    let notes = entries.filter(\.isNote)
    let keys = entries.filter { !$0.isNote }
    guard let first = keys.first else {
      return wrongType(node, type, path)
    }
    let kinds = keys.filter { family.entry($0.key.value) != nil }
    guard let chosen = kinds.first, let entry = family.entry(chosen.key.value) else {
      return keys.count == 1 || looksMisspelt(first.key.value, family)
        ? unknownKind(first.key, family, path) : missingKind(first, family, path)
    }
    var isWhole = true
    for other in keys where other.key != chosen.key {
      isWhole = false
      reportBeside(other, chosen.key, entry, family, path)
    }
    let form = decodeOptions(entry, family, chosen.key, chosen.value, path)
    guard isWhole else { return broken(node) }
    guard case .component(let kind, let fields, let inner) = form.content else { return form }
    return Form(.component(kind: kind, fields: fields, notes: inner + notes), at: form.range)
  }

  /// A number or a list written where a component can stand.
  private mutating func decodeBare(_ node: Node, _ entry: EntryInfo, _ family: FamilyInfo, _ path: SpecPath) -> Form {
    decodeOptions(entry, family, Located(entry.kind, at: node.range), node, path, isBare: true)
  }

  /// Options of a chosen kind.
  mutating func decodeOptions(
    _ entry: EntryInfo, _ family: FamilyInfo, _ kind: Located<String>, _ value: Node?, _ path: SpecPath,
    isBare: Bool = false
  ) -> Form {
    let inside = isBare ? path : path.appending(kind.value)
    let owner = Owner(
      title: "`\(kind.value)`", fields: entry.fields, family: family, kind: kind, range: kind.range, path: inside)
    guard let (forms, notes) = decodeFields(value, owner) else { return Form(.broken, at: value?.range ?? kind.range) }
    let range = value.map { $0.range.file == kind.range.file ? kind.range.union($0.range) : kind.range } ?? kind.range
    return Form(.component(kind: kind, fields: forms, notes: notes), at: range)
  }

  mutating func decodeSeveral(_ node: Node, _ family: FamilyInfo, _ type: TypeInfo, _ path: SpecPath) -> Form {
    guard let entries = node.mapping else {
      guard let text = node.scalar?.text, let entry = family.entry(text) else { return wrongType(node, type, path) }
      return Form(.list([decodeOptions(entry, family, Located(text, at: node.range), nil, path)]), at: node.range)
    }
    var byKind: [(Int, Form)] = []
    for entry in entries where !entry.isNote {
      if let index = family.entries.firstIndex(where: { $0.kind == entry.key.value }) {
        byKind.append((index, decodeOptions(family.entries[index], family, entry.key, entry.value, path)))
      } else {
        byKind.append((family.entries.count, unknownKind(entry.key, family, path)))
      }
    }
    if byKind.isEmpty, !node.isIncomplete { return wrongType(node, type, path) }
    let ordered = byKind.sorted { $0.0 < $1.0 }.map(\.1)
    return Form(.list(node.isIncomplete ? ordered + [broken(node)] : ordered), at: node.range)
  }

  // MARK: Mistakes

  mutating func unknownKind(_ word: Located<String>, _ family: FamilyInfo, _ path: SpecPath) -> Form {
    let kinds = family.entries.map(\.kind)
    let foreign = foreignHelp(word.value, family)
    let near = foreign == nil ? suggestion(for: word.value, among: kinds + (family.numberKind == nil ? [] : names.list)) : nil
    let help = foreign ?? near.map { "did you mean `\($0)`?" } ?? elsewhereHelp(word.value, family)
    report(
      Diagnostic(
        .unknownKind, "unknown \(family.title) `\(word.value)`", at: word.range, label: "no such \(family.title)",
        path: path, help: help ?? "known: " + quoted(kinds, limit: 24), fix: near.map { Edit(word.range, $0) }))
    return Form(.broken, at: word.range)
  }

  private func looksMisspelt(_ word: String, _ family: FamilyInfo) -> Bool {
    family.entry(alsoKnownAs: word) != nil || suggestion(for: word, among: family.entries.map(\.kind)) != nil
  }

  /// Options without a kind, or a kind written as the value of a key, as other languages do.
  private mutating func missingKind(_ first: YAMLTree.Entry, _ family: FamilyInfo, _ path: SpecPath) -> Form {
    let key = first.key
    let written = first.value.scalar.flatMap { family.entry($0.text) }
    let example = written ?? family.entries.first { $0.fields.keyNames.contains(key.value) } ?? family.entries.first
    let shown = example.map { "`{\($0.kind): {…}}`" } ?? "`{kind: {…}}`"
    report(
      Diagnostic(
        .unknownKind, "`\(key.value)` is not a kind of \(family.name)", at: key.range,
        label: "the kind is missing", path: path, help: "the kind is the key, its options are the value: \(shown)"))
    return Form(.broken, at: key.range)
  }

  /// A second key beside a kind.
  private mutating func reportBeside(
    _ other: YAMLTree.Entry, _ chosen: Located<String>, _ entry: EntryInfo, _ family: FamilyInfo, _ path: SpecPath
  ) {
    let key = other.key
    let related = [Label(chosen.range, "`\(chosen.value)` chosen here")]
    let message: String
    let help: String
    let code: DiagnosticCode
    if family.entry(key.value) != nil {
      code = .conflictingKeys
      message = "`\(key.value)` and `\(chosen.value)` are both chosen; there can be one \(family.name)"
      help = "remove one of them"
    } else if entry.fields.keyNames.contains(key.value) {
      code = .misplacedOption
      message = "`\(key.value)` is an option of `\(chosen.value)` and stands beside it"
      help = "indent it below `\(chosen.value)`: `{\(chosen.value): {\(key.value): …}}`"
    } else if reportIfMisplaced(other, in: entry.fields, family, chosen) {
      return
    } else {
      code = .unknownKey
      message = "unknown key `\(key.value)` beside `\(chosen.value)`"
      help = "options of `\(chosen.value)` stand below it"
    }
    report(Diagnostic(code, message, at: key.range, related: related, path: path, help: help))
  }
}
