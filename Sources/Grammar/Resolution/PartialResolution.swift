import SourceDiagnostics

/// A decoded document of which single fields are evaluated, while some names have no value yet: what a sweep says about all of its
/// points together.
package struct PartialResolution: Sendable {
  let form: Form
  let fields: FieldsInfo
  let scope: Scope

  /// The value of a field of the top level; nil when it is absent, or wrong, which is reported.
  ///
  /// - Precondition: the document has such a field, of this type.
  package func field<Part>(
    _ name: String, _ type: ValueType<Part>, into diagnostics: inout Diagnostics
  ) -> Part? {
    guard let index = fields.index(of: name), case .fields(let forms, _) = form.content else { return nil }
    if forms[index].isAbsent { return nil }
    var resolver = Resolver(scope)
    let resolved = resolver.resolve(forms[index], fields.list[index].type, SpecPath([.key(name)]))
    for problem in resolver.found { diagnostics.report(problem) }
    guard resolver.found.isEmpty else { return nil }
    do throws(Hole) { return try type.build(resolved) } catch { return nil }
  }

  /// Every name of `let` whose value is known only at a point.
  package var laterNames: [String] {
    scope.names.filter { name in if case .later? = scope.binding(name) { true } else { false } }
  }
}
