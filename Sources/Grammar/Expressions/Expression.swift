import SourceDiagnostics

/// A parsed expression of the experiment language; every part knows the text it came from.
///
/// Two expressions are equal when they are written alike; where they stand does not matter.
///
/// Invariant (held by the parser and by folding): no `negate` has a number as its operand, because `-2` is a
/// number.
package struct Expression: Sendable, Equatable {
  /// What an expression is.
  package indirect enum Kind: Sendable, Equatable {
    case number(Double)
    case truth(Bool)
    /// A plain or dotted name: `gamma`, `train.loss`.
    case name(String)
    case list([Expression])
    case negate(Expression)
    case not(Expression)
    case arithmetic(Arithmetic, Expression, Expression)
    case comparison(Comparison, Expression, Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)
    /// A call; the callee can be dotted: `max(a, b)`, `queries.share(0.7)`.
    case call(String, [Expression])
  }

  /// Operators on two numbers.
  package enum Arithmetic: String, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "^"
  }

  /// Comparisons of two values.
  package enum Comparison: String, Sendable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// What it is.
  package let kind: Kind
  /// Where it stands in its text.
  package let range: SourceRange

  /// An expression that stands at `range`.
  package init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  /// Parses a text on its own; every part counts as standing at `range`. nil when it is wrong and has been
  /// reported.
  package init?(parsing text: String, at range: SourceRange, into diagnostics: inout Diagnostics) {
    do throws(ExpressionProblem) {
      self = try ExpressionParser.parse(text) { _ in range }
    } catch {
      diagnostics.report(Diagnostic(error.code, error.message, at: range, label: error.label, help: error.help))
      return nil
    }
  }

  /// Whether two are written alike.
  package static func == (a: Expression, b: Expression) -> Bool { a.kind == b.kind }

  /// The operands, elements or arguments, in written order.
  package var parts: [Expression] {
    switch kind {
    case .number, .truth, .name: []
    case .list(let parts), .call(_, let parts): parts
    case .negate(let a), .not(let a): [a]
    case .arithmetic(_, let a, let b), .comparison(_, let a, let b), .and(let a, let b), .or(let a, let b): [a, b]
    }
  }

  /// Every plain or dotted name that is read (called functions are not names), first use first, each once.
  package var names: [String] {
    var found: [String] = []
    func walk(_ expression: Expression) {
      if case .name(let name) = expression.kind, !found.contains(name) { found.append(name) }
      for part in expression.parts { walk(part) }
    }
    walk(self)
    return found
  }

  /// The same expression standing at `range` as a whole: used for declared defaults, which stand in no user's file.
  package func relocated(to range: SourceRange) -> Expression {
    func move(_ e: Expression) -> Expression { e.relocated(to: range) }
    let moved: Kind
    switch kind {
    case .number, .truth, .name: moved = kind
    case .list(let parts): moved = .list(parts.map(move))
    case .call(let name, let parts): moved = .call(name, parts.map(move))
    case .negate(let a): moved = .negate(move(a))
    case .not(let a): moved = .not(move(a))
    case .arithmetic(let op, let a, let b): moved = .arithmetic(op, move(a), move(b))
    case .comparison(let op, let a, let b): moved = .comparison(op, move(a), move(b))
    case .and(let a, let b): moved = .and(move(a), move(b))
    case .or(let a, let b): moved = .or(move(a), move(b))
    }
    return Expression(moved, at: range)
  }
}
