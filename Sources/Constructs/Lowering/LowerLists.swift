import Grammar
import SourceDiagnostics

extension RecordingPlan {
  /// Whether lists stand only where lists can: on both sides of `==` and `!=`, and in comparisons of two, as many numbers each. Reports the
  /// first that does not. What the expression reads has been checked.
  func checkLists(_ e: Expression, _ diagnostics: inout Diagnostics) -> Bool {
    switch e.kind {
    case .comparison(.equal, let a, let b), .comparison(.notEqual, let a, let b):
      guard list(a) != nil || list(b) != nil else { break }
      return checkPair(a, b, "a list is compared with a list", e, &diagnostics)
    case .call(let function, let arguments) where ListComparison(rawValue: function) != nil && arguments.count == 2:
      return checkPair(arguments[0], arguments[1], "`\(function)` is that of two lists", e, &diagnostics)
    default: break
    }
    if let found = list(e), e.constantValue == nil {
      diagnostics.report(
        Diagnostic(
          .wrongExpressionType, "`\(e)` is \(found.phrase), where a number is needed", at: e.range,
          help: "compare it by `==` with a list, or take `distance`"))
      return false
    }
    // What a reading of one moment names is no value: a stage may be called like a probe.
    if case .call(let function, _) = e.kind, SeriesReading(rawValue: function)?.readsLists == true { return true }
    return e.parts.allSatisfy { checkLists($0, &diagnostics) }
  }

  private func checkPair(
    _ a: Expression, _ b: Expression, _ rule: String, _ whole: Expression, _ diagnostics: inout Diagnostics
  ) -> Bool {
    let (x, y) = (list(a), list(b))
    if let wrong = [(x, a), (y, b)].first(where: { $0.0 == nil }) {
      diagnostics.report(Diagnostic(.wrongExpressionType, "\(rule), and `\(wrong.1)` is none", at: wrong.1.range))
      return false
    }
    if let wrong = [(x, a), (y, b)].first(where: { $0.0 == .uneven }) {
      diagnostics.report(
        Diagnostic(
          .wrongExpressionType, "\(rule), number by number, and `\(wrong.1)` has another length in each stage", at: wrong.1.range))
      return false
    }
    guard x == y else {
      let (x, y) = (x?.phrase ?? "", y?.phrase ?? "")
      diagnostics.report(
        Diagnostic(.wrongExpressionType, "\(rule) of the same length, and here \(x) stands beside \(y)", at: whole.range))
      return false
    }
    return true
  }

  /// What list an expression gives; nil where it gives none.
  private func list(_ e: Expression) -> Recorded.Form? {
    let name: String
    switch e.kind {
    case .list(let parts): return .list(parts.count)
    case .name(let read): name = read
    case .call(let function, let arguments):
      guard SeriesReading(rawValue: function)?.readsLists == true, case .name(let read)? = arguments.first?.kind else { return nil }
      name = read
    default: return nil
    }
    return self[name].flatMap { $0.form == .number ? nil : $0.form }
  }
}

extension RecordingPlan.Recorded.Form {
  /// For messages: "a list of 3".
  fileprivate var phrase: String {
    switch self {
    case .number: "a number"
    case .list(let count): "a list of \(Limits.grouped(count))"
    case .uneven: "a list"
    }
  }
}
