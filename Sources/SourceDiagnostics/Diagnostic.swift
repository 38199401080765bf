/// One thing that is wrong with what the user wrote, as a value. Words of a terminal, JSON and so
/// on are made by the renderers.
package struct Diagnostic: Hashable, Sendable {
  package let code: DiagnosticCode
  package let severity: Severity
  /// Stands alone: lower case, no full stop, names in backticks.
  package let message: String
  /// Where, tersely: its text may lean on the message.
  package let primary: Label
  /// Other places that take part, most useful first.
  package let related: [Label]
  package let path: SpecPath?
  /// One action that would mend it.
  package let help: String?
  /// The change that would mend it, only when certain.
  package let fix: Edit?

  package init(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String = "",
    severity: Severity = .error,
    related: [Label] = [], path: SpecPath? = nil, help: String? = nil, fix: Edit? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    primary = Label(range, label)
    self.related = related
    self.path = path
    self.help = help
    self.fix = fix
  }
}

extension Diagnostic {
  /// The same of one of several cases, such as a point of a sweep.
  package func of(_ subject: String) -> Diagnostic {
    Diagnostic(
      code, "\(message), \(subject)", at: primary.range, label: primary.text, severity: severity, related: related, path: path,
      help: help, fix: fix)
  }

  /// The same at a path; at none, what does not hang on how its place was reached.
  package func at(_ path: SpecPath?) -> Diagnostic {
    Diagnostic(
      code, message, at: primary.range, label: primary.text, severity: severity, related: related, path: path,
      help: help, fix: fix)
  }
}
