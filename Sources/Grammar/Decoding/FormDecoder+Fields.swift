import SourceDiagnostics
import YAMLTree

extension FormDecoder {
  typealias Fields = (forms: [Form], notes: [YAMLTree.Entry])

  mutating func decodeRecord(_ node: Node, _ record: RecordInfo, _ type: TypeInfo, _ path: SpecPath) -> Form {
    let key = path.steps.last.flatMap { if case .key(let key) = $0 { key } else { nil } }
    let title = path.isRoot ? "the top level" : "`\(key ?? record.name)`"
    let owner = Owner(title: title, fields: record.fields, range: node.range, path: path)
    guard let (forms, notes) = decodeFields(node, owner) else { return broken(node) }
    return Form(.fields(forms, notes: notes), at: node.range)
  }

  /// The fields of a component or record from the value behind its key; nil when it is of a wrong type.
  mutating func decodeFields(_ value: Node?, _ owner: Owner) -> Fields? {
    enclosing.append(owner)
    defer { enclosing.removeLast() }
    guard let value, !value.isEmptyPlain else { return decodeEntries([], nil, owner) }
    let fields = owner.fields
    if let entries = value.mapping, !isShorthand(entries, fields) { return decodeEntries(entries, value, owner) }
    if let index = fields.shorthandIndex { return decodeShorthand(value, index, owner) }
    if fields.shorthand == .positional, let nodes = value.sequence { return decodePositional(value, nodes, owner) }
    if let text = value.scalar?.text, owner.kind == nil, let inline = fields.inlineIndex,
      let family = fields.inlineFamily, isUndeclaredWord(text)
    {
      let component = decodeInline(Located(text, at: value.range), nil, family, owner)
      return complete(fill(owner, [(inline, component)]), [], value, owner)
    }
    _ = wrongOptions(value, owner)
    return nil
  }

  /// Whether a mapping is the value of the shorthand field rather than the options by name.
  private func isShorthand(_ entries: [YAMLTree.Entry], _ fields: FieldsInfo) -> Bool {
    guard let index = fields.shorthandIndex else { return false }
    let keys = entries.filter { !$0.isNote }
    if keys.isEmpty || keys.contains(where: { fields.allKeys.contains($0.key.value) }) { return false }
    return fields.list[index].type.claims(keys)
  }

  private mutating func wrongOptions(_ value: Node, _ owner: Owner) -> Form {
    let names = owner.fields.allKeys
    if let open = owner.fields.inlineIndex, owner.fields.openNames != nil {
      return wrongType(value, owner.fields.list[open].type, owner.path)
    }
    if names.isEmpty {
      report(
        Diagnostic(
          .wrongType, "\(owner.title) takes no options, found \(value.description)", at: value.range,
          label: "not an option", path: owner.path, help: owner.kind.map { "write `\($0.value)` alone" }))
      return broken(value)
    }
    let noun = owner.kind == nil ? "a mapping" : "a mapping of its options"
    report(
      Diagnostic(
        .wrongType, "expected \(noun) for \(owner.title), found \(value.description)", at: value.range,
        label: value.isEmptyMapping ? "nothing stands in it" : "not a mapping", path: owner.path,
        help: (fieldHelp(value, owner) ?? "") + "\(owner.title) takes \(quoted(names))"))
    return broken(value)
  }

  /// How a value is written under the one field that it can be meant for.
  private func fieldHelp(_ value: Node, _ owner: Owner) -> String? {
    let fitting = owner.fields.list.filter { !$0.isInline && fits(value, $0.type) }
    guard fitting.count == 1, !value.isEmptyMapping, let name = fitting.first?.name else { return nil }
    return "write `{\(name): …}`; "
  }

  // MARK: Short spellings

  private mutating func decodeShorthand(_ value: Node, _ index: Int, _ owner: Owner) -> Fields? {
    var form = decode(value, owner.fields.list[index].type, owner.path)
    form.isShort = true
    return complete(fill(owner, [(index, form)]), [], value, owner)
  }

  private mutating func decodePositional(_ value: Node, _ nodes: [Node], _ owner: Owner) -> Fields? {
    let fields = owner.fields.list
    guard nodes.count <= fields.count else {
      report(
        Diagnostic(
          .wrongType, "\(owner.title) takes at most \(fields.count) values, found \(nodes.count)",
          at: nodes[fields.count].range, label: "one too many", path: owner.path,
          help: "in order: \(quoted(owner.fields.keyNames))"))
      return nil
    }
    var given: [(Int, Form)] = []
    for (index, node) in nodes.enumerated() {
      given.append((index, decode(node, fields[index].type, owner.path.appending(index))))
    }
    return complete(fill(owner, given), [], value, owner)
  }

  // MARK: Keys

  private mutating func decodeEntries(_ entries: [YAMLTree.Entry], _ node: Node?, _ owner: Owner) -> Fields? {
    var given: [(index: Int, form: Form)] = []
    var keys: [(name: String, range: SourceRange)] = []
    var unknown: [YAMLTree.Entry] = []
    var members: [Form.Member] = []
    let family = owner.fields.inlineFamily
    for entry in entries where !entry.isNote {
      let name = entry.key.value
      if let index = owner.fields.index(of: name) {
        keys.append((name, entry.key.range))
        let path = owner.path.appending(name)
        let field = owner.fields.list[index]
        given.append((index, reportForeignValue(entry.value, field, path) ?? decode(entry.value, field.type, path)))
      } else if let family, let inline = owner.fields.inlineIndex, family.entry(name) != nil {
        if let first = given.first(where: { $0.index == inline }) {
          reportSecondKind(entry.key, first.form, family, owner)
        } else {
          given.append((inline, decodeInline(entry.key, entry.value, family, owner)))
        }
      } else if let open = owner.fields.openNames, !isMisspelt(entry, owner.fields) {
        members.append(decodeMember(entry, open.element, open.role, open.dotted, owner.path))
      } else {
        unknown.append(entry)
      }
    }
    if let inline = owner.fields.inlineIndex, owner.fields.openNames != nil {
      given.append((inline, Form(.map(members, notes: []), at: owner.range)))
    }
    let excused = judgeUnknown(unknown, owner, inline: inlineKind(given, owner))
    let isExcused = !unknown.isEmpty || (node?.isIncomplete ?? false)
    judgeGroups(keys, owner, hasUnknown: isExcused)
    if !isExcused { judgeNeeded(keys.map(\.name), node, owner) }
    let forms = complete(fill(owner, given), excused, node, owner, unknownCount: unknown.count).forms
    return (forms, entries.filter(\.isNote))
  }

  /// The kind that was chosen among the keys.
  private func inlineKind(_ given: [(index: Int, form: Form)], _ owner: Owner) -> Located<String>? {
    given.lazy.filter { $0.index == owner.fields.inlineIndex }.compactMap { pair in
      if case .component(let kind, _, _) = pair.form.content { kind } else { nil }
    }.first
  }

  /// Whether a key that could be a name is rather meant to be a field: it is spelt nearly like one, and has one of its words.
  private func isMisspelt(_ entry: YAMLTree.Entry, _ fields: FieldsInfo) -> Bool {
    guard let near = suggestion(for: entry.key.value, among: fields.keyNames), let index = fields.index(of: near) else { return false }
    return fields.list[index].type.hasKeyword(entry.value)
  }

  private mutating func decodeInline(
    _ key: Located<String>, _ value: Node?, _ family: FamilyInfo, _ owner: Owner
  ) -> Form {
    guard let entry = family.entry(key.value) else { return unknownKind(key, family, owner.path) }
    return decodeOptions(entry, family, key, value, owner.path)
  }

  private mutating func reportSecondKind(
    _ key: Located<String>, _ first: Form, _ family: FamilyInfo, _ owner: Owner
  ) {
    var related: [Label] = []
    if case .component(let kind, _, _) = first.content {
      related = [Label(kind.range, "`\(kind.value)` chosen here")]
    }
    report(
      Diagnostic(
        .conflictingKeys, "a second kind `\(key.value)`; there can be one \(family.name)", at: key.range,
        related: related, path: owner.path, help: "remove one of them"))
  }

  private func fill(_ owner: Owner, _ given: [(Int, Form)]) -> [Form?] {
    var forms = [Form?](repeating: nil, count: owner.fields.list.count)
    for (index, form) in given { forms[index] = form }
    return forms
  }

  // MARK: What was left out

  /// Fills in defaults and reports required keys that are missing.
  /// - Parameters:
  ///   - excused: keys that an unknown key is probably meant to be.
  ///   - unknownCount: each unknown key accounts for one missing key, so that one mistake gives one diagnostic.
  private mutating func complete(
    _ given: [Form?], _ excused: [String], _ node: Node?, _ owner: Owner, unknownCount: Int = 0
  ) -> Fields {
    var forms: [Form] = []
    var missing: [FieldInfo] = []
    for (field, form) in zip(owner.fields.list, given) {
      switch (form, field.necessity) {
      case (let form?, _): forms.append(form)
      case (nil, .maybe): forms.append(Form(.absent, at: owner.range, .default))
      case (nil, .optional(let text)): forms.append(DefaultForm.decode(text, field, at: owner.range))
      case (nil, .required):
        forms.append(Form(.broken, at: owner.range))
        if !excused.contains(field.name) { missing.append(field) }
      }
    }
    let isExcused = unknownCount - excused.count >= missing.count || (node?.isIncomplete ?? false)
    if !isExcused { reportMissing(missing, node, owner) }
    return (forms, [])
  }

  private mutating func reportMissing(_ missing: [FieldInfo], _ node: Node?, _ owner: Owner) {
    for field in missing {
      let isVersion = if case .version = field.type { true } else { false }
      let range = owner.kind?.range ?? node?.firstKeyRange ?? owner.range
      if isVersion {
        report(
          Diagnostic(
            .languageVersion, "the version of the language is missing", at: range, path: owner.path,
            help: "begin with `\(field.name): 1`"))
      } else if field.isInline, let family = owner.fields.inlineFamily {
        report(
          Diagnostic(
            .missingKey, "\(owner.title) does not say which \(family.name) it is", at: range, path: owner.path,
            help: "add one of " + quoted(family.entries.map(\.kind))))
      } else {
        report(
          Diagnostic(
            .missingKey, "\(owner.title) needs `\(field.name)`", at: range, label: "`\(field.name)` is missing",
            path: owner.path, help: "\(writing(field, owner)): \(field.type.expectation)"))
      }
    }
  }

  /// What to do about a missing field: where it alone stands for the options, its name is not written.
  private func writing(_ field: FieldInfo, _ owner: Owner) -> String {
    guard let kind = owner.kind?.value, case .field(field.name) = owner.fields.shorthand else { return "add `\(field.name)`" }
    return "write `{\(kind): …}`, with `\(field.name)`"
  }

  private mutating func judgeGroups(
    _ keys: [(name: String, range: SourceRange)], _ owner: Owner, hasUnknown: Bool
  ) {
    for group in owner.fields.groups {
      switch group {
      case .increasing, .needed: continue
      case .exactlyOne, .atMostOne: break
      }
      let present = keys.filter { group.names.contains($0.name) }
      if let first = present.first, let second = present.dropFirst().first {
        report(
          Diagnostic(
            .conflictingKeys, "give `\(group.names.joined(separator: "` or `"))`, not both", at: second.range,
            label: "`\(second.name)` is given too", related: [Label(first.range, "`\(first.name)` is given here")],
            path: owner.path, help: "remove one of them"))
      }
      if case .exactlyOne = group, present.isEmpty, !hasUnknown {
        report(
          Diagnostic(
            .missingKey, "\(owner.title) needs `\(group.names.joined(separator: "` or `"))`",
            at: owner.kind?.range ?? owner.range, label: "neither is given", path: owner.path))
      }
    }
  }

  private mutating func judgeNeeded(_ given: [String], _ node: Node?, _ owner: Owner) {
    for case .needed(let names, let others) in owner.fields.groups where !others.contains(where: given.contains) {
      reportMissing(owner.fields.list.filter { names.contains($0.name) && !given.contains($0.name) }, node, owner)
    }
  }
}

extension Node {
  /// Where a mapping begins: a short place to point at when something is missing in it.
  var firstKeyRange: SourceRange? { mapping?.first?.key.range }
}
