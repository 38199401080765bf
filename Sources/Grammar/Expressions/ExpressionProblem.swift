import SourceDiagnostics

/// What is wrong with an expression's text, by byte offsets into that text; the parser stops at the first.
struct ExpressionProblem: Error {
  let code: DiagnosticCode
  let message: String
  let label: String
  let help: String?
  /// UTF-8 offsets in the expression's text.
  let span: Range<Int>
  /// What to write instead of the text at `span`, when that is certain.
  let replacement: String?

  init(
    _ code: DiagnosticCode, _ message: String, at span: Range<Int>, label: String = "",
    help: String? = nil, replacement: String? = nil
  ) {
    self.code = code
    self.message = message
    self.label = label
    self.help = help
    self.span = span
    self.replacement = replacement
  }

  /// A text that is not an expression.
  init(
    _ message: String, at span: Range<Int>, label: String = "", help: String? = nil, replacement: String? = nil
  ) {
    self.init(.expressionSyntax, message, at: span, label: label, help: help, replacement: replacement)
  }
}
