import SourceDiagnostics
import YAMLTree

/// A whole language: its top-level record and the functions of its expressions.
package struct Language<Output>: Sendable {
  /// The top level of a document.
  package let root: Record<Output>
  /// What expressions can call.
  package let functions: FunctionTable

  /// A language with a top level and functions.
  package init(_ root: Record<Output>, functions: FunctionTable) {
    self.root = root
    self.functions = functions
  }

  private var type: TypeInfo {
    let info = root.info
    return .record(RecordReference { info })
  }

  /// What a document says, every default filled in, nothing evaluated; nil when it is of another version of the
  /// language.
  /// - Parameter names: names given values from outside, such as the axes of a sweep.
  package func decode(
    _ node: Node, in sources: SourceMap, names: [String] = [], into diagnostics: inout Diagnostics
  ) -> Form? {
    let declared = declaredNames(node) + names
    var decoder = FormDecoder(sources: sources, names: declared, hyphenated: node.hyphenatedKeys)
    if let wrongVersion = versionMistake(node, sources) {
      diagnostics.report(wrongVersion)
      return nil
    }
    let form = decoder.decode(node, type, .root)
    for problem in decoder.found { diagnostics.report(problem) }
    return form
  }

  /// Some fields of the top level of a document, the others as if left out or, where they are required, unknown.
  /// - Parameter names: names given values from outside, such as the axes of a sweep.
  package func decode(
    only chosen: [String], of node: Node, in sources: SourceMap, names: [String] = [], into diagnostics: inout Diagnostics
  ) -> Form {
    var decoder = FormDecoder(
      sources: sources, names: declaredNames(node) + names, hyphenated: node.hyphenatedKeys)
    let forms = fields.list.map { field -> Form in
      if chosen.contains(field.name), let value = node[field.name] {
        return decoder.decode(value, field.type, SpecPath([.key(field.name)]))
      }
      if case .required = field.necessity { return Form(.broken, at: node.range, .default) }
      return absent(field, at: node.range)
    }
    for problem in decoder.found { diagnostics.report(problem) }
    return Form(.fields(forms, notes: []), at: node.range)
  }

  /// Evaluates a decoded document.
  /// - Parameter values: values of names from outside; a `let` of the same name hides them.
  package func resolve(
    _ form: Form, values: [(String, ExpressionValue)] = [], into diagnostics: inout Diagnostics
  ) -> Resolved<Output> {
    let lets = LetScope(letMembers(form), outer: Scope(functions, values: values))
    for problem in lets.found { diagnostics.report(problem) }
    var resolver = Resolver(lets.scope)
    let resolved = resolver.resolve(form, type, .root)
    for problem in resolver.found { diagnostics.report(problem) }
    return Resolved(form: resolved, type: type, value: diagnostics.hasErrors ? nil : value(resolved))
  }

  /// Evaluates parts of a decoded document while some names have no value yet.
  /// - Parameter later: names whose values differ from point to point of a sweep; expressions keep them, and every `let` that
  ///   depends on them.
  package func partial(_ form: Form, later: [String], into diagnostics: inout Diagnostics) -> PartialResolution {
    let lets = LetScope(letMembers(form), outer: Scope(functions, later: later))
    for problem in lets.found { diagnostics.report(problem) }
    return PartialResolution(form: form, fields: root.info.fields, scope: lets.scope)
  }

  /// The canonical text of a form that is decoded and not yet resolved: defaults filled in, expressions as written.
  package func text(_ form: Form) -> String { BlockText.text(Speller(keepsNotes: true).spell(form, type)) }

  /// Canonical text of a tree that stands for many documents: as it was written, in one layout, without notes and fields that
  /// are never judged.
  package func text(_ node: Node) -> String {
    let free = fields.list.filter { if case .free = $0.type { true } else { false } }.map(\.name)
    return BlockText.text(Spelling(note: node.withoutNotes(free)))
  }

  private func value(_ form: Form) -> Output? {
    do throws(Hole) { return try root.build(form) } catch { return nil }
  }

  // MARK: Parts of the top level

  var fields: FieldsInfo { root.info.fields }

  var fieldsOfNames: [(index: Int, name: String)] {
    root.info.fields.list.enumerated().compactMap { index, field in
      if case .bindings = field.type { (index, field.name) } else { nil }
    }
  }

  private func declaredNames(_ node: Node) -> [String] {
    fieldsOfNames.flatMap { field in node[field.name]?.mapping?.map(\.key.value) ?? [] }
  }

  private func letMembers(_ form: Form) -> [Form.Member] {
    guard case .fields(let forms, _) = form.content else { return [] }
    return fieldsOfNames.flatMap { field -> [Form.Member] in
      if case .map(let members, _) = forms[field.index].content { members } else { [] }
    }
  }

  /// A document of another version is not judged by the rules of this one.
  private func versionMistake(_ node: Node, _ sources: SourceMap) -> Diagnostic? {
    for field in root.info.fields.list {
      guard case .version(let supported) = field.type, let value = node[field.name] else { continue }
      var decoder = FormDecoder(sources: sources)
      _ = decoder.decodeVersion(value, supported, SpecPath([.key(field.name)]))
      return decoder.found.first
    }
    return nil
  }
}

/// A document with every default filled in and every expression evaluated.
package struct Resolved<Output> {
  /// The resolved form.
  package let form: Form
  let type: TypeInfo
  /// What it says; nil when an error has been reported, here or in an earlier stage.
  package let value: Output?

  /// Canonical YAML, which decodes and resolves to itself, byte for byte.
  /// - Parameter notes: whether `x-…` keys and free values are kept; an identity leaves them out, for they decide
  ///   nothing.
  /// - Precondition: nothing in it was wrong.
  package func yaml(notes: Bool = true) -> String {
    BlockText.text(Speller(keepsNotes: notes).spell(form, type))
  }

  /// Where every value comes from, in document order.
  package func provenance(in sources: SourceMap) -> [ProvenanceRow] {
    ProvenanceTable(Speller(keepsNotes: false).spell(form, type), in: sources).rows
  }
}

extension Resolved: Sendable where Output: Sendable {}

extension Node {
  /// Keys with hyphens, which can be names in expressions.
  var hyphenatedKeys: [String] {
    switch content {
    case .scalar: return []
    case .sequence(let nodes): return nodes.flatMap(\.hyphenatedKeys)
    case .mapping(let entries):
      return entries.flatMap { entry in
        let name = entry.key.value
        let isName = name.contains("-") && !entry.isNote && NameRule.problem(name, dotted: false) == nil
        return (isName ? [name] : []) + (entry.isNote ? [] : entry.value.hyphenatedKeys)
      }
    }
  }
}
