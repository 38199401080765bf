import SourceDiagnostics
import YAMLTree

extension FormDecoder {
  // MARK: Lists

  mutating func decodeList(
    _ node: Node, _ element: TypeInfo, _ count: ClosedRange<Int>, _ type: TypeInfo, _ path: SpecPath
  ) -> Form {
    if let scalar = node.scalar, !scalar.isEmptyPlain, element.isNumber, names.contains(scalar.text) {
      return readExpression(node, scalar, trapped: false, path)
    }
    guard let nodes = node.sequence else {
      let help = element.admits(node, names) ? "write a list of one: `[…]`" : nil
      return wrongType(node, type, path, help: help)
    }
    // With elements too few or too many there is no saying which of them is meant for what.
    if !count.contains(nodes.count), !node.isIncomplete {
      report(count.outOfRange(nodes.count, path.placeName ?? "the list", at: node.range))
      return broken(node)
    }
    return decodeElements(node, nodes, element, path)
  }

  private mutating func decodeElements(_ node: Node, _ nodes: [Node], _ element: TypeInfo, _ path: SpecPath) -> Form {
    var forms: [Form] = []
    for (index, child) in nodes.enumerated() { forms.append(decode(child, element, path.appending(index))) }
    if node.isIncomplete { forms.append(broken(node)) }
    return Form(.list(forms), at: node.range)
  }

  mutating func decodeOneOrMany(_ node: Node, _ element: TypeInfo, _ type: TypeInfo, _ path: SpecPath) -> Form {
    if let nodes = node.sequence { return decodeElements(node, nodes, element, path) }
    if node.isEmptyPlain || (node.mapping != nil && !element.takesMappings) { return wrongType(node, type, path) }
    if case .component(let family) = element, let several = reportSeveralKinds(node, family.info, path) { return several }
    let one = decode(node, element, path)
    return Form(.list([one]), at: node.range)
  }

  /// Reports several components in one mapping where a list of them can stand.
  private mutating func reportSeveralKinds(_ node: Node, _ family: FamilyInfo, _ path: SpecPath) -> Form? {
    let entries = (node.mapping ?? []).filter { !$0.isNote }
    let kinds = entries.compactMap { family.entry($0.key.value) }
    guard kinds.count > 1, kinds.count == entries.count else { return nil }
    let items = zip(entries, kinds).map { entry, kind in
      kind.fields.list.isEmpty ? kind.kind : "{\(kind.kind): \(entry.value.scalar?.text ?? "…")}"
    }
    report(
      Diagnostic(
        .conflictingKeys, "one mapping is one \(family.title), and this one has \(quoted(kinds.map(\.kind)))", at: entries[1].key.range,
        label: "a second one", related: [Label(entries[0].key.range, "the first")], path: path,
        help: "write a list: `[\(items.joined(separator: ", "))]`"))
    return broken(node)
  }

  // MARK: Mappings with user-chosen names

  mutating func decodeMap(
    _ node: Node, _ element: TypeInfo, _ role: String, _ dotted: Bool, _ type: TypeInfo, _ path: SpecPath
  ) -> Form {
    if node.isEmptyPlain { return Form(.map([], notes: []), at: node.range) }
    guard let entries = node.mapping else { return wrongType(node, type, path) }
    var members: [Form.Member] = []
    for entry in entries where !entry.isNote { members.append(decodeMember(entry, element, role, dotted, path)) }
    if node.isIncomplete { members.append(Form.Member(name: Located("", at: node.range), form: broken(node))) }
    return Form(.map(members, notes: entries.filter(\.isNote)), at: node.range)
  }

  /// A value under a name that the user chose.
  mutating func decodeMember(
    _ entry: YAMLTree.Entry, _ element: TypeInfo, _ role: String, _ dotted: Bool, _ path: SpecPath
  ) -> Form.Member {
    let name = entry.key.value
    guard let reason = NameRule.problem(name, dotted: dotted) else {
      return Form.Member(name: entry.key, form: decode(entry.value, element, path.appending(name)))
    }
    report(
      Diagnostic(.invalidName, "`\(name)` cannot name \(withArticle(role)): \(reason)", at: entry.key.range, path: path))
    return Form.Member(name: entry.key, form: Form(.broken, at: entry.key.range))
  }

  mutating func decodeBindings(_ node: Node, _ type: TypeInfo, _ path: SpecPath) -> Form {
    if node.isEmptyPlain { return Form(.map([], notes: []), at: node.range) }
    guard let entries = node.mapping else { return wrongType(node, type, path) }
    var members: [Form.Member] = []
    for entry in entries where !entry.isNote {
      let name = entry.key.value
      if let reason = NameRule.problem(name, dotted: false, hyphens: false) {
        report(Diagnostic(.invalidName, "`\(name)` cannot be declared: \(reason)", at: entry.key.range, path: path))
      } else {
        members.append(Form.Member(name: entry.key, form: decodeBinding(entry.value, path.appending(name))))
      }
    }
    return Form(.map(members, notes: entries.filter(\.isNote)), at: node.range)
  }

  private mutating func decodeBinding(_ node: Node, _ path: SpecPath) -> Form {
    let number = TypeInfo.number(.any, unit: nil, names: .none)
    if let nodes = node.sequence { return decodeElements(node, nodes, number, path) }
    guard let scalar = node.scalar, !scalar.isEmptyPlain else {
      return wrongType(node, .expression(.none, .unknown), path)
    }
    return readExpression(node, scalar, trapped: true, path)
  }

  // MARK: Alternatives

  mutating func decodeEither(
    _ node: Node, _ a: TypeInfo, _ b: TypeInfo, _ type: TypeInfo, _ path: SpecPath
  ) -> Form {
    let keywordIn = a.hasKeyword(node) ? 0 : b.hasKeyword(node) ? 1 : nil
    let admitting = keywordIn ?? (a.admits(node, names) ? 0 : b.admits(node, names) ? 1 : nil)
    guard let index = admitting else { return wrongType(node, type, path) }
    if keywordIn == nil, let text = node.scalar?.text, isUndeclaredWord(text) {
      let words = a.keywords + b.keywords
      let isName = a.takesWords || b.takesWords
      if !words.isEmpty, !isName {
        let near = spellingHelp(for: text, among: words + names.list)
        return wrongType(node, type, path, help: near)
      }
    }
    let inner = decode(node, index == 0 ? a : b, path)
    return Form(.alternative(index, inner), at: node.range)
  }
}

extension ClosedRange<Int> {
  /// What a list with a wrong number of elements gets.
  func outOfRange(_ count: Int, _ what: String, at range: SourceRange) -> Diagnostic {
    let amount =
      lowerBound == upperBound
      ? "\(lowerBound)" : count < lowerBound ? "at least \(lowerBound)" : "at most \(upperBound)"
    let label = count == 1 ? "1 element" : "\(count) elements"
    let noun = (count < lowerBound ? lowerBound : upperBound) == 1 ? "element" : "elements"
    return Diagnostic(.outOfRange, "\(what) must have \(amount) \(noun), found \(count)", at: range, label: label)
  }
}

extension YAMLTree.Entry {
  /// A key `x-…`: kept, never judged.
  package var isNote: Bool { key.value.hasPrefix("x-") }
}

extension TypeInfo {
  /// The words that mean something by themselves here.
  var keywords: [String] {
    switch self {
    case .flag: ["true", "false"]
    case .choice(let words): words
    case .component(let family): family.info.entries.map(\.kind)
    case .oneOrMany(let element): element.keywords
    case .either(let a, let b): a.keywords + b.keywords
    default: []
    }
  }

  /// Whether any single word can stand here.
  var takesWords: Bool {
    switch self {
    case .text, .free, .name: true
    case .oneOrMany(let element): element.takesWords
    case .either(let a, let b): a.takesWords || b.takesWords
    default: false
    }
  }

  /// Whether a mapping can stand here.
  var takesMappings: Bool {
    switch self {
    case .free, .map, .component, .several, .record, .bindings: true
    case .oneOrMany(let element): element.takesMappings
    case .either(let a, let b): a.takesMappings || b.takesMappings
    case .number, .integer, .flag, .text, .choice, .name, .expression, .list, .version: false
    }
  }

  func hasKeyword(_ node: Node) -> Bool { node.scalar.map { keywords.contains($0.text) } ?? false }

  /// Whether a node looks like this type, so that its mistakes are judged as mistakes of this type.
  func admits(_ node: Node, _ names: NameSet) -> Bool {
    let isScalar = node.scalar.map { !$0.isEmptyPlain } ?? false
    switch self {
    case .number, .integer, .expression, .text, .version: return isScalar
    case .name: return node.scalar.map { NameRule.problem($0.text, dotted: true) == nil } ?? false
    case .flag, .choice: return hasKeyword(node)
    case .free: return true
    case .list: return node.sequence != nil
    case .oneOrMany(let element): return node.sequence != nil || element.admits(node, names)
    case .map, .bindings, .several: return node.mapping != nil
    case .record(let record): return node.mapping.map { record.info.fields.claims($0) } ?? false
    case .component(let family): return family.info.admits(node)
    case .either(let a, let b): return a.admits(node, names) || b.admits(node, names)
    }
  }

  /// Whether a mapping with these keys is rather a value of this type than the options around it.
  func claims(_ entries: [YAMLTree.Entry]) -> Bool {
    switch self {
    case .free, .map, .bindings: true
    case .component(let family): family.info.entries.contains { info in entries.contains { $0.key.value == info.kind } }
    case .several(let family): TypeInfo.component(family).claims(entries)
    case .record(let record): record.info.fields.claims(entries)
    case .oneOrMany(let element): element.claims(entries)
    case .either(let a, let b): a.claims(entries) || b.claims(entries)
    case .number, .integer, .expression, .text, .version, .name, .flag, .choice, .list: false
    }
  }
}

extension FieldsInfo {
  func claims(_ entries: [YAMLTree.Entry]) -> Bool {
    entries.isEmpty || entries.contains { allKeys.contains($0.key.value) }
  }
}

extension FamilyInfo {
  func admits(_ node: Node) -> Bool {
    switch node.content {
    case .scalar(let scalar): !scalar.isEmptyPlain && (numberKind != nil || entry(scalar.text) != nil)
    case .sequence: sequenceKind != nil
    case .mapping(let entries): entries.contains { entry($0.key.value) != nil }
    }
  }
}
