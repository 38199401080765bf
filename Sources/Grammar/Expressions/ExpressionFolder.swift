import SourceDiagnostics

/// Puts values for the names of a scope and computes every part that has become constant.
///
/// Nothing is reordered, so the folded expression gives the same bits as the written one. Names, functions, kinds
/// of operands and the finiteness of constant parts are judged on the way; every mistake is reported, and a part
/// that depends on a mistake is not judged again.
struct ExpressionFolder {
  /// How many declared names are looked at for a suggestion.
  private static let candidateLimit = 500

  let scope: Scope
  let kept: KeptNames
  var found: [Diagnostic] = []

  init(_ scope: Scope, keeping kept: KeptNames) {
    self.scope = scope
    self.kept = kept
  }

  /// A part after folding; nil kinds do not occur: what could not be folded is nil as a whole.
  struct Folded {
    let expression: Expression
    let kind: ExpressionKind

    var value: ExpressionValue? { expression.constantValue }
  }

  mutating func fold(_ e: Expression) -> Folded? {
    switch e.kind {
    case .number: Folded(expression: e, kind: .number)
    case .truth: Folded(expression: e, kind: .truth)
    case .name(let name): foldName(name, e)
    case .list(let parts): foldList(parts, e)
    case .negate(let a): foldNegation(a, e)
    case .not(let a): foldNot(a, e)
    case .arithmetic(let op, let a, let b): foldArithmetic(op, a, b, e)
    case .comparison(let op, let a, let b): foldComparison(op, a, b, e)
    case .and(let a, let b): foldLogic(a, b, e, isAnd: true)
    case .or(let a, let b): foldLogic(a, b, e, isAnd: false)
    case .call(let name, let arguments): foldCall(name, arguments, e)
    }
  }

  // MARK: Names and lists

  private mutating func foldName(_ name: String, _ e: Expression) -> Folded? {
    if kept.gives(name) { return Folded(expression: e, kind: .number) }
    switch scope.binding(name) {
    case .value(let value): return Folded(expression: Expression(worth: value, at: e.range), kind: value.kind)
    case .broken: return nil
    case .later: return Folded(expression: e, kind: .unknown)
    case nil: break
    }
    if kept.isOpen { return Folded(expression: e, kind: .unknown) }
    let candidates = scope.names.prefix(Self.candidateLimit) + kept.candidates + scope.functions.constants.map(\.name)
    let near = suggestion(for: name, among: Array(candidates))
    let isFunction = scope.functions.names.contains(name)
    let known = [kept.phrase, quoted(scope.names)].filter { !$0.isEmpty }.joined(separator: ", ")
    let listing = known.isEmpty ? "no names are declared; `let` declares them" : "known here: " + known
    let help =
      near.map { "did you mean `\($0)`?" }
      ?? (isFunction ? "`\(name)` is a function: call it as `\(name)(…)`" : listing)
    found.append(
      Diagnostic(
        .unknownName, "unknown name `\(name)`", at: e.range, label: "not declared", help: help,
        fix: near.map { Edit(e.range, $0) }))
    return nil
  }

  private mutating func foldList(_ parts: [Expression], _ e: Expression) -> Folded? {
    let folded = parts.map { number($0, "an element of a list") }
    let all = folded.compactMap(\.self)
    guard all.count == parts.count else { return nil }
    return Folded(expression: Expression(.list(all.map(\.expression)), at: e.range), kind: .list)
  }

  // MARK: Operators

  private mutating func foldNegation(_ a: Expression, _ e: Expression) -> Folded? {
    guard let a = number(a, "the operand of `-`") else { return nil }
    if case .number(let x)? = a.value { return Folded(expression: Expression(.number(-x), at: e.range), kind: .number) }
    return Folded(expression: Expression(.negate(a.expression), at: e.range), kind: .number)
  }

  private mutating func foldNot(_ a: Expression, _ e: Expression) -> Folded? {
    guard let a = operand(a, .truth, "the operand of `not`") else { return nil }
    if case .truth(let b)? = a.value { return Folded(expression: Expression(.truth(!b), at: e.range), kind: .truth) }
    return Folded(expression: Expression(.not(a.expression), at: e.range), kind: .truth)
  }

  private mutating func foldArithmetic(
    _ op: Expression.Arithmetic, _ a: Expression, _ b: Expression, _ e: Expression
  ) -> Folded? {
    let left = number(a, "the left side of `\(op.rawValue)`")
    let right = number(b, "the right side of `\(op.rawValue)`")
    guard let left, let right else { return nil }
    if case .number(let x)? = left.value, case .number(let y)? = right.value {
      let reason =
        op == .divide && y == 0 ? "division by zero" : "\(canonicalNumber(x))\(op.rawValue)\(canonicalNumber(y))"
      return constant(op.apply(x, y, power: scope.functions.power), reason, e)
    }
    return Folded(
      expression: Expression(.arithmetic(op, left.expression, right.expression), at: e.range), kind: .number)
  }

  private mutating func foldComparison(
    _ op: Expression.Comparison, _ a: Expression, _ b: Expression, _ e: Expression
  ) -> Folded? {
    let left = fold(a)
    let right = fold(b)
    guard let left, let right else { return nil }
    let (x, y) = (left.kind, right.kind)
    let isOrder = op != .equal && op != .notEqual
    if isOrder, let wrong = [(left, a), (right, b)].first(where: { $0.0.kind != .number && $0.0.kind != .unknown }) {
      return mismatch("`\(op.rawValue)` compares numbers", wrong.0.kind, wrong.1)
    }
    if x != .unknown, y != .unknown, x != y, !(x == .list && canBeList(right)), !(y == .list && canBeList(left)) {
      return mismatch("`\(op.rawValue)` compares \(x.phrase) with one of its kind", y, b)
    }
    if let v = left.value, let w = right.value, let truth = op.holds(v, w) {
      return Folded(expression: Expression(.truth(truth), at: e.range), kind: .truth)
    }
    return Folded(expression: Expression(.comparison(op, left.expression, right.expression), at: e.range), kind: .truth)
  }

  /// Whether a part reads something that may turn out to be a list.
  private func canBeList(_ part: Folded) -> Bool {
    guard case .call(let name, let arguments) = part.expression.kind else { return false }
    return SeriesReads(scope.functions).function(name, arguments)?.readsLists ?? false
  }

  private mutating func foldLogic(_ a: Expression, _ b: Expression, _ e: Expression, isAnd: Bool) -> Folded? {
    let word = isAnd ? "and" : "or"
    let left = operand(a, .truth, "the left side of `\(word)`")
    let right = operand(b, .truth, "the right side of `\(word)`")
    guard let left, let right else { return nil }
    if case .truth(let x)? = left.value, case .truth(let y)? = right.value {
      return Folded(expression: Expression(.truth(isAnd ? x && y : x || y), at: e.range), kind: .truth)
    }
    let (l, r) = (left.expression, right.expression)
    return Folded(expression: Expression(isAnd ? .and(l, r) : .or(l, r), at: e.range), kind: .truth)
  }

  // MARK: Operands

  /// A part that must be a number.
  mutating func number(_ e: Expression, _ role: String) -> Folded? { operand(e, .number, role) }

  /// A part that must be of a kind; a part whose kind is only known later passes.
  mutating func operand(_ e: Expression, _ kind: ExpressionKind, _ role: String) -> Folded? {
    guard let folded = fold(e) else { return nil }
    if folded.kind == kind || folded.kind == .unknown { return folded }
    return mismatch("\(role) must be \(kind.phrase)", folded.kind, e)
  }

  private mutating func mismatch(
    _ message: String, _ actual: ExpressionKind, _ e: Expression
  ) -> Folded? {
    found.append(
      Diagnostic(
        .wrongExpressionType, "\(message), found \(actual.phrase)", at: e.range,
        label: "this is \(actual.phrase)"))
    return nil
  }

  /// A computed number, if it is one.
  mutating func constant(_ x: Double, _ reason: String, _ e: Expression) -> Folded? {
    guard x.isFinite else {
      found.append(
        Diagnostic(
          .notFinite, "`\(e)` is not a finite number", at: e.range, label: "\(reason) gives \(canonicalNumber(x))"))
      return nil
    }
    return Folded(expression: Expression(.number(x), at: e.range), kind: .number)
  }
}

extension Expression {
  /// The expression that a value is written as.
  init(worth value: ExpressionValue, at range: SourceRange) {
    switch value {
    case .number(let x): self.init(.number(x), at: range)
    case .truth(let b): self.init(.truth(b), at: range)
    case .list(let xs): self.init(.list(xs.map { Expression(.number($0), at: range) }), at: range)
    case .text(let word): self.init(.name(word), at: range)
    }
  }

  /// Its worth when it is a literal: a number, a truth value, a list of numbers.
  package var constantValue: ExpressionValue? {
    switch kind {
    case .number(let x): return .number(x)
    case .truth(let b): return .truth(b)
    case .list(let parts):
      var numbers: [Double] = []
      for part in parts {
        guard case .number(let x) = part.kind else { return nil }
        numbers.append(x)
      }
      return .list(numbers)
    default: return nil
    }
  }
}
