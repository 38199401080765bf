import SourceDiagnostics

/// An expression of a resolved document: `let` names replaced by their values, constant parts computed, the names
/// that its place gives kept.
package struct BoundExpression: Sendable {
  /// Its folded tree.
  package let expression: Expression
  /// What the user wrote.
  package let written: String
  let kept: KeptNames
  let functions: FunctionTable

  /// Where it was written.
  package var range: SourceRange { expression.range }

  /// The names that it still depends on, first use first.
  package var names: [String] { expression.names }

  /// Canonical text.
  package var text: String { expression.description }

  /// Its number, with values for the names that it keeps.
  ///
  /// Names without a value, and a result that is not finite, are reported where they stand.
  package func value(_ names: [(String, Double)], into diagnostics: inout Diagnostics) -> Double? {
    let scope = Scope(functions, values: names.map { ($0.0, .number($0.1)) })
    var folder = ExpressionFolder(scope, keeping: .none)
    let folded = folder.number(expression, "the expression")
    for problem in folder.found { diagnostics.report(problem) }
    if case .number(let x)? = folded?.value { return x }
    return nil
  }

  /// The comparison `abs(x - target) <= tolerance` of this number x.
  package func isNear(_ target: Double, within tolerance: Double) -> BoundExpression {
    func part(_ kind: Expression.Kind) -> Expression { Expression(kind, at: range) }
    let distance = part(.call("abs", [part(.arithmetic(.subtract, expression, part(.number(target))))]))
    let comparison = part(.comparison(.lessOrEqual, distance, part(.number(tolerance))))
    return BoundExpression(expression: comparison, written: comparison.description, kept: kept, functions: functions)
  }

  /// A function of the values of `variables`, for evaluation at many points; nil when the expression depends on
  /// another name
  /// or is not a number. Division by zero and the like give infinities and NaN.
  package func function(of variables: [String]) -> CompiledExpression? {
    CompiledExpression(expression, variables, functions)
  }
}

/// A number of a spec that can depend on names which are known only where it lands: `fan_in^-0.5`.
package struct PlaceNumber: Sendable {
  /// Whether it depends on its place.
  package enum Content: Sendable {
    case constant(Double)
    case dependent(BoundExpression)
  }

  /// Its number, or the expression for it.
  package let content: Content
  /// The numbers that its field accepts.
  package let allowed: NumberRange
  /// Where it was written.
  package let range: SourceRange

  init(_ content: Content, _ allowed: NumberRange, _ range: SourceRange) {
    self.content = content
    self.allowed = allowed
    self.range = range
  }

  /// Its value when it depends on nothing.
  package var constant: Double? {
    if case .constant(let x) = content { x } else { nil }
  }

  /// The names that it depends on.
  package var names: [String] {
    if case .dependent(let expression) = content { expression.names } else { [] }
  }

  /// Canonical text.
  package var text: String {
    switch content {
    case .constant(let x): canonicalNumber(x)
    case .dependent(let expression): expression.text
    }
  }

  /// Its value where it lands. What is not finite or not in range is reported at the text.
  package func value(_ names: [(String, Double)], into diagnostics: inout Diagnostics) -> Double? {
    guard case .dependent(let expression) = content else { return constant }
    guard let x = expression.value(names, into: &diagnostics) else { return nil }
    guard allowed.contains(x) else {
      let given = names.filter { expression.names.contains($0.0) }.map { "\($0.0) = \(canonicalNumber($0.1))" }
      diagnostics.report(
        Diagnostic(
          .outOfRange, "`\(expression.written)` must be \(allowed.phrase); here it is \(canonicalNumber(x))", at: range,
          label: given.joined(separator: ", ")))
      return nil
    }
    return x
  }
}
