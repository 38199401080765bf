import SourceDiagnostics
import YAMLTree

/// A decoded part of a spec: what was written, every default filled in. Decoding leaves expressions unevaluated;
/// resolution gives a form without `.expression`, from which typed values and canonical text are made.
package struct Form: Sendable {
  /// What it is.
  package indirect enum Content: Sendable {
    /// A key that can be left out, and was.
    case absent
    /// Wrong, and reported.
    case broken
    case number(Double)
    case flag(Bool)
    /// A text, a word of a choice, or a name.
    case text(String)
    /// Parsed, not evaluated; `written` is its text.
    case expression(Expression, written: String)
    /// Evaluated as far as it can be before its place gives it names.
    case bound(BoundExpression)
    case list([Form])
    /// Under names that the user chose, in written order.
    case map([Member], notes: [YAMLTree.Entry])
    /// The fields of a record, in declared order.
    case fields([Form], notes: [YAMLTree.Entry])
    /// A kind and its fields, in declared order.
    case component(kind: Located<String>, fields: [Form], notes: [YAMLTree.Entry])
    /// Which of two types was written.
    case alternative(Int, Form)
    /// Kept and never judged; nil when it stands for nothing.
    case free(Node?)
  }

  /// Who said it.
  package enum Origin: Sendable, Equatable {
    case `default`
    /// Written at `range`, in a file or in a `--set` text.
    case written
  }

  /// A value under a name that the user chose.
  package struct Member: Sendable {
    /// The name, where it was written.
    package let name: Located<String>
    /// The value.
    package let form: Form
  }

  /// What it is.
  package let content: Content
  /// Where it was written; for a default, where its owner was.
  package let range: SourceRange
  /// Who said it.
  package let origin: Origin
  /// Whether it is the value of an option that was written without the option's name.
  var isShort = false

  /// A part that was written, unless said otherwise.
  package init(_ content: Content, at range: SourceRange, _ origin: Origin = .written) {
    self.content = content
    self.range = range
    self.origin = origin
  }

  var isBroken: Bool { if case .broken = content { true } else { false } }
  var isFree: Bool { if case .free = content { true } else { false } }
  var isAbsent: Bool { if case .absent = content { true } else { false } }

  /// The same part with other content.
  func with(_ content: Content) -> Form {
    var form = Form(content, at: range, origin)
    form.isShort = isShort
    return form
  }

  /// The same part as a default of something written at `range`.
  func asDefault(at range: SourceRange) -> Form {
    func move(_ form: Form) -> Form { form.asDefault(at: range) }
    let moved: Content
    switch content {
    case .absent, .broken, .number, .flag, .text, .bound, .free: moved = content
    case .expression(let expression, let written):
      moved = .expression(expression.relocated(to: range), written: written)
    case .list(let forms): moved = .list(forms.map(move))
    case .map(let members, let notes):
      moved = .map(members.map { Member(name: Located($0.name.value, at: range), form: move($0.form)) }, notes: notes)
    case .fields(let forms, let notes): moved = .fields(forms.map(move), notes: notes)
    case .component(let kind, let forms, let notes):
      moved = .component(kind: Located(kind.value, at: range), fields: forms.map(move), notes: notes)
    case .alternative(let index, let form): moved = .alternative(index, move(form))
    }
    return Form(moved, at: range, .default)
  }
}
