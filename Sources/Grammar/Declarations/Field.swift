import SourceDiagnostics

/// One key of a construct: its name, type, default and sentence, said once.
package struct Field<Value>: Sendable {
  /// What it declares, as data.
  package let info: FieldInfo
  let build: @Sendable (Form) throws(Hole) -> Value

  /// A key that must be given.
  /// - Parameters:
  ///   - alsoKnownAs: what other programs call it; see `FieldInfo`.
  ///   - instead: words that other programs take as its value, and what is written instead.
  package static func required(
    _ name: String, _ type: ValueType<Value>, _ summary: String, alsoKnownAs: [String] = [], instead: [String: String] = [:]
  ) -> Self {
    Field(info: FieldInfo(name, type.info, .required, summary, alsoKnownAs: alsoKnownAs, instead: instead), build: type.build)
  }

  /// A key that has a default, written as in a spec.
  package static func optional(
    _ name: String, _ type: ValueType<Value>, default text: String, _ summary: String, alsoKnownAs: [String] = [],
    instead: [String: String] = [:]
  ) -> Self {
    let info = FieldInfo(name, type.info, .optional(default: text), summary, alsoKnownAs: alsoKnownAs, instead: instead)
    return Field(info: info, build: type.build)
  }

  /// A key that can be left out; then there is no value.
  package static func maybe<Inner>(
    _ name: String, _ type: ValueType<Inner>, _ summary: String, alsoKnownAs: [String] = []
  ) -> Self where Value == Inner? {
    Field(info: FieldInfo(name, type.info, .maybe, summary, alsoKnownAs: alsoKnownAs)) { form throws(Hole) in
      if case .absent = form.content { return nil }
      return try type.build(form)
    }
  }

  /// A component whose kind stands directly among the keys of the mapping: in `{condensation: {layer: hidden}, at:
  /// [0]}`
  /// the kind `condensation` is inline and `at` is a field of the record.
  /// - Parameter name: what the component is called in documents; it is never written.
  /// - Precondition: `type` is a component.
  package static func inline(_ name: String, _ type: ValueType<Value>, _ summary: String) -> Self {
    guard case .component = type.info else { preconditionFailure("only a component can be inline") }
    return Field(info: FieldInfo(name, type.info, .required, summary, isInline: true), build: type.build)
  }

  /// Values under names that the user chooses, which stand directly among the keys of the mapping: in `{default: lecun,
  /// antisymmetric: true}` the name `default` is open and `antisymmetric` is a field of the record. A name that is a field's is the
  /// field; there may be no such names at all.
  /// - Parameter name: what they are called in documents; it is never written.
  /// - Precondition: `type` is a mapping of names.
  package static func open(_ name: String, _ type: ValueType<Value>, _ summary: String) -> Self {
    guard case .map = type.info else { preconditionFailure("only a mapping of names can be open") }
    return Field(info: FieldInfo(name, type.info, .optional(default: "{}"), summary, isInline: true), build: type.build)
  }
}

extension FieldInfo {
  init(
    _ name: String, _ type: TypeInfo, _ necessity: Necessity, _ summary: String, isInline: Bool = false, alsoKnownAs: [String] = [],
    instead: [String: String] = [:]
  ) {
    self.name = name
    self.type = type
    self.necessity = necessity
    self.summary = summary
    self.isInline = isInline
    self.alsoKnownAs = alsoKnownAs
    self.instead = instead
  }
}
