import SourceDiagnostics
import YAMLTree

/// A resolved form as it is written: the canonical spelling, without a layout. Its paths are the paths of
/// provenance.
struct Spelling {
  indirect enum Content {
    case scalar(String)
    case sequence([Spelling])
    case mapping([(key: String, value: Spelling)])
  }

  let content: Content
  let range: SourceRange
  let origin: Form.Origin

  init(_ content: Content, _ form: Form) {
    self.content = content
    range = form.range
    origin = form.origin
  }

  /// A note, spelled as it was written.
  init(note node: Node) {
    range = node.range
    origin = .written
    switch node.content {
    case .scalar(let scalar): content = .scalar(scalar.text)
    case .sequence(let nodes): content = .sequence(nodes.map(Spelling.init(note:)))
    case .mapping(let entries): content = .mapping(entries.map { ($0.key.value, Spelling(note: $0.value)) })
    }
  }

  var isScalar: Bool { if case .scalar = content { true } else { false } }
}

/// Chooses the canonical spelling of forms: the shortest one that says every field.
struct Speller {
  /// Whether what is never judged is written: `x-…` notes and free values.
  let keepsNotes: Bool

  func spell(_ form: Form, _ type: TypeInfo) -> Spelling {
    switch (form.content, type) {
    case (.number(let x), _): return Spelling(.scalar(canonicalNumber(x)), form)
    case (.flag(let b), _): return Spelling(.scalar(b ? "true" : "false"), form)
    case (.text(let text), _): return Spelling(.scalar(text), form)
    case (.expression(let expression, _), _): return Spelling(.scalar(expression.description), form)
    case (.bound(let bound), _): return Spelling(.scalar(bound.text), form)
    case (.list(let forms), .list(let element, _)), (.list(let forms), .oneOrMany(let element)):
      return Spelling(.sequence(forms.map { spell($0, element) }), form)
    case (.list(let forms), .several(let family)):
      return Spelling(.mapping(forms.flatMap { inlineEntries($0, family.info) }), form)
    case (.list(let forms), _):
      return Spelling(.sequence(forms.map { spell($0, .number(.any, unit: nil, names: .none)) }), form)
    case (.map(let members, let notes), _):
      var entries = members.map { (key: $0.name.value, value: spell($0.form, type.element)) }
      entries += spell(notes)
      return Spelling(.mapping(entries), form)
    case (.fields(let forms, let notes), .record(let record)):
      return Spelling(.mapping(entries(forms, record.info.fields, notes)), form)
    case (.component, .component(let family)): return spellComponent(form, family.info)
    case (.alternative(let index, let inner), .either(let a, let b)): return spell(inner, index == 0 ? a : b)
    case (.free(let node?), _): return Spelling(note: node)
    default: return Spelling(.scalar(""), form)
    }
  }

  private func spell(_ notes: [YAMLTree.Entry]) -> [(key: String, value: Spelling)] {
    keepsNotes ? notes.map { ($0.key.value, Spelling(note: $0.value)) } : []
  }

  private func entries(
    _ forms: [Form], _ fields: FieldsInfo, _ notes: [YAMLTree.Entry]
  ) -> [(key: String, value: Spelling)] {
    var entries: [(key: String, value: Spelling)] = []
    for (form, field) in zip(forms, fields.list) where !form.isAbsent && (keepsNotes || !form.isFree) {
      if field.isInline, let family = fields.inlineFamily {
        entries += inlineEntries(form, family)
      } else if field.isInline, case .mapping(let members) = spell(form, field.type).content {
        entries += members
      } else {
        entries.append((field.name, spell(form, field.type)))
      }
    }
    return entries + spell(notes)
  }

  // MARK: Components

  /// `kind: options`, as one entry of a mapping.
  private func inlineEntries(_ form: Form, _ family: FamilyInfo) -> [(key: String, value: Spelling)] {
    guard case .component(let kind, let forms, let notes) = form.content, let entry = family.entry(kind.value) else {
      return []
    }
    return [(kind.value, options(form, forms, entry, notes))]
  }

  private func spellComponent(_ form: Form, _ family: FamilyInfo) -> Spelling {
    guard case .component(let kind, let forms, let notes) = form.content, let entry = family.entry(kind.value) else {
      return Spelling(.scalar(""), form)
    }
    let notesWritten = keepsNotes && !notes.isEmpty
    if !notesWritten, forms.allSatisfy(\.isAbsent) { return Spelling(.scalar(kind.value), form) }
    let options = options(form, forms, entry, notes)
    if !notesWritten, let bare = bareSpelling(options, kind.value, family) { return bare }
    return Spelling(.mapping([(kind.value, options)]), form)
  }

  /// A number or a list that means its kind by itself.
  private func bareSpelling(_ options: Spelling, _ kind: String, _ family: FamilyInfo) -> Spelling? {
    switch options.content {
    case .scalar(let text):
      kind == family.numberKind && family.entry(text) == nil && NameRule.problem(text, dotted: true) != nil
        ? options : nil
    case .sequence: kind == family.sequenceKind ? options : nil
    case .mapping: nil
    }
  }

  private func options(
    _ form: Form, _ forms: [Form], _ entry: EntryInfo, _ notes: [YAMLTree.Entry]
  ) -> Spelling {
    let fields = entry.fields
    let hasNotes = keepsNotes && !notes.isEmpty
    if !hasNotes {
      if fields.shorthand == .positional, !forms.contains(where: \.isAbsent) {
        return Spelling(.sequence(zip(forms, fields.list).map { spell($0, $1.type) }), form)
      }
      if let index = fields.shorthandIndex, isAlone(index, forms) {
        let value = spell(forms[index], fields.list[index].type)
        if case .mapping = value.content {} else { return value }
      }
    }
    return Spelling(.mapping(entries(forms, fields, notes)), form)
  }

  private func isAlone(_ index: Int, _ forms: [Form]) -> Bool {
    forms.indices.allSatisfy { $0 == index ? !forms[$0].isAbsent : forms[$0].isAbsent }
  }
}

extension TypeInfo {
  /// What the values of a map are.
  fileprivate var element: TypeInfo {
    if case .map(let element, _, _) = self { element } else { .number(.any, unit: nil, names: .none) }
  }
}

/// `dense(units: 64, activation: tanh)`.
func oneLine(_ form: Form, _ type: TypeInfo) -> String {
  guard case .component(let kind, let forms, _) = form.content, case .component(let family) = type,
    let entry = family.info.entry(kind.value)
  else { return "" }
  let options = zip(forms, entry.fields.list).filter { !$0.0.isAbsent }.map { form, field in
    "\(field.name): " + FlowText.text(Speller(keepsNotes: false).spell(form, field.type))
  }
  return options.isEmpty ? kind.value : "\(kind.value)(\(options.joined(separator: ", ")))"
}
