import SourceDiagnostics

/// A name that is given a number from outside the document, and where that was asked for.
package struct GivenName: Sendable {
  package let name: Located<String>
  package let value: Double

  package init(name: Located<String>, value: Double) {
    self.name = name
    self.value = value
  }
}

extension Language {
  /// A document of one point: the names that differ from point to point stand in `let`, the fields that speak of all points
  /// together are as if left out.
  ///
  /// - Parameters:
  ///   - given: names with numbers; one that is called as an integer field of the top level which was not written (`seed`) sets
  ///     that field too.
  ///   - omitted: fields of the top level.
  /// - Precondition: none of `omitted` is required.
  package func pointForm(_ form: Form, given: [GivenName], omitting omitted: [String]) -> Form {
    guard case .fields(var forms, let notes) = form.content else { return form }
    for name in omitted {
      guard let index = fields.index(of: name) else { preconditionFailure("the top level has a field `\(name)`") }
      forms[index] = absent(fields.list[index], at: form.range)
    }
    for given in given {
      guard let index = fields.index(of: given.name.value), forms[index].origin == .default,
        case .integer = fields.list[index].type
      else { continue }
      let number = Expression(.number(given.value), at: given.name.range)
      forms[index] = Form(.expression(number, written: canonicalNumber(given.value)), at: given.name.range)
    }
    for field in fieldsOfNames {
      guard case .map(let members, let inner) = forms[field.index].content else { continue }
      let added = given.map { Form.Member(name: $0.name, form: Form(.number($0.value), at: $0.name.range)) }
      forms[field.index] = Form(.map(added + members, notes: inner), at: forms[field.index].range)
    }
    return form.with(.fields(forms, notes: notes))
  }

  /// Whether an expression of a document reads a name, or an integer field of the top level that was not written has it.
  /// - Parameter omitted: fields that are not looked at.
  package func reads(_ name: String, in form: Form, omitting omitted: [String]) -> Bool {
    guard case .fields(let forms, _) = form.content else { return false }
    for (form, field) in zip(forms, fields.list) where !omitted.contains(field.name) {
      if form.reads(name) { return true }
      if field.name == name, form.origin == .default, case .integer = field.type { return true }
    }
    return false
  }

  func absent(_ field: FieldInfo, at range: SourceRange) -> Form {
    switch field.necessity {
    case .maybe: Form(.absent, at: range, .default)
    case .optional(let text): DefaultForm.decode(text, field, at: range)
    case .required: preconditionFailure("the field `\(field.name)` cannot be left out")
    }
  }
}

extension Form {
  /// Whether an expression in it reads a name.
  fileprivate func reads(_ name: String) -> Bool {
    switch content {
    case .expression(let expression, _): expression.names.contains(name)
    case .bound(let bound): bound.names.contains(name)
    case .list(let forms): forms.contains { $0.reads(name) }
    case .map(let members, _): members.contains { $0.form.reads(name) }
    case .fields(let forms, _), .component(_, let forms, _): forms.contains { $0.reads(name) }
    case .alternative(_, let form): form.reads(name)
    case .absent, .broken, .number, .flag, .text, .free: false
    }
  }
}
