import SourceDiagnostics
import YAMLTree

/// Defaults are declared as spec text; here they become forms.
enum DefaultForm {
  /// - Precondition: the declared text is right for the type of its field; a law over all declarations tests it.
  static func decode(_ text: String, _ field: FieldInfo, at range: SourceRange) -> Form {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "default of \(field.name)", text: text))
    var diagnostics = Diagnostics()
    guard let node = parse(file, in: sources, into: &diagnostics) else {
      preconditionFailure("the default `\(text)` of `\(field.name)` is not YAML")
    }
    var decoder = FormDecoder(sources: sources)
    let form = decoder.decode(node, field.type, SpecPath([.key(field.name)]))
    precondition(
      decoder.found.isEmpty && diagnostics.isEmpty,
      "the default `\(text)` of `\(field.name)` is wrong: \(decoder.found.first?.message ?? "")")
    return form.asDefault(at: range)
  }
}
