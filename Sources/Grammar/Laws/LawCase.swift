import SourceDiagnostics
import YAMLTree

/// A text with exactly one mistake in one field of a declaration. It must be refused by exactly one diagnostic, at
/// its line.
package struct LawCase: Sendable, CustomStringConvertible {
  /// The mistake in words: "`slope` of `leaky_relu` given `[1, 2]`".
  package let what: String
  /// A YAML text with the mistake.
  package let text: String
  /// The line of the text, from 1, at which it must be refused.
  package let line: Int
  let type: TypeInfo

  /// The mistake in words.
  package var description: String { what }

  /// Every mistake in every field of every kind: wrong types, values out of range, missing and unknown keys.
  package static func all(of family: FamilyInfo) -> [LawCase] {
    family.entries.flatMap { entry in
      let given = ExampleFields(entry, family)
      return cases(entry.fields, given, owner: entry.kind, head: [entry.kind + ":"], type: family.type)
    }
  }

  /// The same for a record.
  /// - Parameter example: a text of the record that is right.
  package static func all(of record: RecordInfo, example: String) -> [LawCase] {
    let given = ExampleFields(record, example)
    return cases(record.fields, given, owner: record.name, head: [], type: record.type)
  }

  private static func cases(
    _ fields: FieldsInfo, _ given: ExampleFields, owner: String, head: [String], type: TypeInfo
  ) -> [LawCase] {
    var cases: [LawCase] = []
    let writer = MistakeWriter(fields: fields, given: given, owner: owner, head: head, type: type)
    for field in fields.list where !field.isInline {
      for text in field.type.wrongTexts + field.type.outOfRangeTexts { cases.append(writer.replacing(field, by: text)) }
      if field.necessity == .required { cases.append(writer.omitting([field.name])) }
    }
    for case .exactlyOne(let names) in fields.groups { cases.append(writer.omitting(names)) }
    for case .needed(let names, _) in fields.groups { cases += names.map { writer.omitting([$0]) } }
    // Where names are open, an unknown key is one of them.
    if fields.openNames == nil, let unknown = writer.adding(key: "no_such_key") { cases.append(unknown) }
    return cases
  }

  /// What is wrong with how the text is refused; nil when it is refused as it must be.
  package func failure(functions: FunctionTable) -> String? {
    var sources = SourceMap()
    let found = judge(text, type, functions, &sources).problems
    let lines = found.map { sources.position(of: $0.primary.range).line }
    if found.isEmpty { return "\(what) is accepted:\n\(text)" }
    if found.count > 1 {
      return "\(what) gives \(found.count) diagnostics:\n\(text)\n" + found.map(\.message).joined(separator: "\n")
    }
    return lines == [line] ? nil : "\(what) is refused at line \(lines[0]), not \(line): \(found[0].message)\n\(text)"
  }
}

/// Decodes and resolves a text of a type on its own.
func judge(
  _ text: String, _ type: TypeInfo, _ functions: FunctionTable, _ sources: inout SourceMap
) -> (form: Form?, problems: [Diagnostic]) {
  let file = sources.add(SourceFile(name: "law", text: text))
  var diagnostics = Diagnostics()
  guard let node = parse(file, in: sources, into: &diagnostics) else { return (nil, diagnostics.list) }
  var decoder = FormDecoder(sources: sources, hyphenated: node.hyphenatedKeys)
  let form = decoder.decode(node, type, .root)
  var resolver = Resolver(Scope(functions))
  let resolved = resolver.resolve(form, type, .root)
  for problem in decoder.found + resolver.found { diagnostics.report(problem) }
  return (resolved, diagnostics.list)
}

extension FamilyInfo {
  var type: TypeInfo { .component(FamilyReference { self }) }
}

extension RecordInfo {
  var type: TypeInfo { .record(RecordReference { self }) }
}

/// The fields that an example writes, each as flow text.
struct ExampleFields {
  let texts: [(name: String, text: String)]

  init(_ entry: EntryInfo, _ family: FamilyInfo) {
    texts = Self.read(entry.example, family.type, entry.fields) { form in
      if case .component(let kind, let forms, _) = form.content, kind.value == entry.kind { forms } else { nil }
    }
  }

  init(_ record: RecordInfo, _ example: String) {
    texts = Self.read(example, record.type, record.fields) { form in
      if case .fields(let forms, _) = form.content { forms } else { nil }
    }
  }

  private static func read(
    _ example: String, _ type: TypeInfo, _ fields: FieldsInfo, _ forms: (Form) -> [Form]?
  ) -> [(name: String, text: String)] {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "example", text: example))
    var diagnostics = Diagnostics()
    guard let node = parse(file, in: sources, into: &diagnostics) else { return [] }
    var decoder = FormDecoder(sources: sources)
    guard let forms = forms(decoder.decode(node, type, .root)) else { return [] }
    let speller = Speller(keepsNotes: false)
    return zip(forms, fields.list).flatMap { form, field -> [(name: String, text: String)] in
      if form.isAbsent || form.isBroken || form.origin == .default { return [] }
      guard field.isInline else { return [(field.name, FlowText.text(speller.spell(form, field.type)))] }
      guard case .mapping(let entries) = Spelling.mapped(form, field, speller) else { return [] }
      return entries.map { ($0.key, FlowText.text($0.value)) }
    }
  }
}

extension Spelling {
  /// An inline component as the entries of a mapping.
  fileprivate static func mapped(_ form: Form, _ field: FieldInfo, _ speller: Speller) -> Content {
    let spelling = speller.spell(form, field.type)
    guard case .scalar(let kind) = spelling.content else { return spelling.content }
    return .mapping([(kind, Spelling(.mapping([]), form))])
  }
}

/// Writes texts with one mistake, one field a line.
private struct MistakeWriter {
  let fields: FieldsInfo
  let given: ExampleFields
  let owner: String
  let head: [String]
  let type: TypeInfo

  /// The example with one field given a wrong text; fields that exclude it are left out.
  func replacing(_ field: FieldInfo, by text: String) -> LawCase {
    let rivals = fields.groups.filter { $0.names.contains(field.name) }.flatMap { group -> [String] in
      switch group {
      case .increasing, .needed: []
      case .exactlyOne, .atMostOne: group.names
      }
    }
    var lines = given.texts.filter { $0.name != field.name && !rivals.contains($0.name) }.map(line)
    lines.insert(line((field.name, text)), at: 0)
    return make("`\(field.name)` of `\(owner)` given `\(text)`", lines, line: head.count + 1)
  }

  func omitting(_ names: [String]) -> LawCase {
    let lines = given.texts.filter { !names.contains($0.name) }.map(line)
    return make("`\(owner)` without `\(names.joined(separator: "`, `"))`", lines, line: 1)
  }

  /// nil when the key would be taken for a value.
  func adding(key: String) -> LawCase? {
    if given.texts.isEmpty, fields.shorthand != .none { return nil }
    let lines = [line((key, "1"))] + given.texts.map(line)
    return make("`\(key)` in `\(owner)`", lines, line: head.count + 1)
  }

  private func line(_ field: (name: String, text: String)) -> String {
    (head.isEmpty ? "" : "  ") + ScalarText.yaml(field.name, inFlow: false) + ": " + field.text
  }

  private func make(_ what: String, _ lines: [String], line: Int) -> LawCase {
    let body = head + lines
    let text = body.isEmpty ? "{}" : lines.isEmpty ? head.map { $0 + " {}" }.joined() : body.joined(separator: "\n")
    return LawCase(what: what, text: text + "\n", line: line, type: type)
  }
}
