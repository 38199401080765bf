import SourceDiagnostics
import YAMLTree

/// Form to resolved form: every expression evaluated in a scope, as far as its place allows.
struct Resolver {
  let scope: Scope
  var found: [Diagnostic] = []
  /// As messages name the place being evaluated: "`units`".
  var place: String?

  init(_ scope: Scope) { self.scope = scope }

  /// - Parameter shown: the path by which messages name the place, where the last part of `path` was not written.
  mutating func resolve(_ form: Form, _ type: TypeInfo, _ path: SpecPath, as shown: SpecPath? = nil) -> Form {
    let before = found.count
    let resolved = resolveContent(form, type, path, shown ?? path)
    for index in before..<found.count where found[index].path == nil { found[index] = found[index].at(path) }
    return resolved
  }

  private mutating func resolveContent(_ form: Form, _ type: TypeInfo, _ path: SpecPath, _ shown: SpecPath) -> Form {
    switch (form.content, type) {
    case (.expression(let expression, let written), _):
      place = shown.placeName
      return evaluate(form, expression, written, type)
    case (.list(let forms), .oneOrMany(let element)) where forms.count == 1 && forms[0].range == form.range:
      return form.with(.list([resolve(forms[0], element, path, as: shown)]))  // written without brackets
    case (.list(let forms), .list(let element, _)), (.list(let forms), .oneOrMany(let element)):
      return form.with(.list(resolveAll(forms, element, path)))
    case (.list(let forms), .several(let family)):
      return form.with(.list(forms.map { resolve($0, .component(family), path) }))
    case (.map(let members, let notes), .map(let element, _, _)):
      let resolved = members.map { member in
        Form.Member(name: member.name, form: resolve(member.form, element, path.appending(member.name.value)))
      }
      return form.with(.map(resolved, notes: notes))
    case (.map(let members, let notes), .bindings):
      return form.with(.map(members.map { binding($0) }, notes: notes))
    case (.fields(let forms, let notes), .record(let record)):
      return form.with(.fields(resolveFields(forms, record.info.fields, form, path, short: path), notes: notes))
    case (.component(let kind, let forms, let notes), .component(let family)):
      guard let entry = family.info.entry(kind.value) else { return form }
      let inside = path.appending(kind.value)
      let resolved = resolveFields(forms, entry.fields, form, inside, short: kind.range == form.range ? path : inside)
      return form.with(.component(kind: kind, fields: resolved, notes: notes))
    case (.alternative(let index, let inner), .either(let a, let b)):
      return form.with(.alternative(index, resolve(inner, index == 0 ? a : b, path, as: shown)))
    default: return form
    }
  }

  private mutating func resolveAll(_ forms: [Form], _ element: TypeInfo, _ path: SpecPath) -> [Form] {
    var resolved: [Form] = []
    for (index, form) in forms.enumerated() { resolved.append(resolve(form, element, path.appending(index))) }
    return resolved
  }

  /// - Parameter short: the path of what was written where an option stands without its name: the kind, or what chose it by a bare value.
  private mutating func resolveFields(
    _ forms: [Form], _ fields: FieldsInfo, _ owner: Form, _ path: SpecPath, short: SpecPath
  ) -> [Form] {
    var resolved: [Form] = []
    for (form, field) in zip(forms, fields.list) {
      resolved.append(
        resolve(form, field.type, field.isInline ? path : path.appending(field.name), as: form.isShort ? short : nil))
    }
    for group in fields.groups {
      if case .increasing(let names) = group { judgeOrder(names, fields, resolved, path) }
    }
    return resolved
  }

  /// The values of `let` are in the scope already.
  private func binding(_ member: Form.Member) -> Form.Member {
    guard case .value(let value)? = scope.binding(member.name.value) else {
      return Form.Member(name: member.name, form: member.form.with(.broken))
    }
    let form = member.form
    let content: Form.Content =
      switch value {
      case .number(let x): .number(x)
      case .truth(let b): .flag(b)
      case .list(let xs): .list(xs.map { form.with(.number($0)) })
      case .text(let word): .text(word)
      }
    return Form.Member(name: member.name, form: form.with(content))
  }

  private mutating func judgeOrder(_ names: [String], _ fields: FieldsInfo, _ forms: [Form], _ path: SpecPath) {
    var last: (name: String, value: Double, range: SourceRange)?
    for name in names {
      guard let index = fields.index(of: name), case .number(let x) = forms[index].content else { continue }
      if let last, !(last.value < x) {
        let worth = "they are \(canonicalNumber(x)) and \(canonicalNumber(last.value))"
        found.append(
          Diagnostic(
            .outOfRange, "`\(name)` must be greater than `\(last.name)`; \(worth)", at: forms[index].range,
            related: [Label(last.range, "`\(last.name)` is \(canonicalNumber(last.value))")], path: path))
      }
      last = (name, x, forms[index].range)
    }
  }
}
