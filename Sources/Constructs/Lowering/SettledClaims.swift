import ExperimentGraph
import Grammar
import SourceDiagnostics

extension RecordingPlan {
  /// Warns of each comparison of a recorded number with a constant that the number's range decides before anything runs.
  func warnOfSettled(_ expression: Expression, _ diagnostics: inout Diagnostics) {
    for part in expression.parts { warnOfSettled(part, &diagnostics) }
    guard case .comparison(let relation, let a, let b) = expression.kind else { return }
    for (value, bound, relation) in [(a, b, relation), (b, a, relation.mirrored)] {
      guard let recorded = recorded(readBy: value), let range = recorded.range, case .number(let number) = bound.kind,
        let holds = relation.outcome(of: range, beside: number)
      else { continue }
      let (low, high) = (canonicalNumber(range.lowerBound), canonicalNumber(range.upperBound))
      let isPercentage = range.upperBound == 1 && number > 1 && number <= 100
      diagnostics.report(
        Diagnostic(
          .settledClaim, "`\(expression)` \(holds ? "always" : "never") holds: `\(recorded.name)` is from \(low) to \(high)",
          at: expression.range, label: "decided before the run", severity: .warning,
          help: isPercentage ? "it is a share: write `\(canonicalNumber(number / 100))` for \(canonicalNumber(number)) %" : nil))
    }
  }

  /// What an expression reads a value of, alone.
  private func recorded(readBy expression: Expression) -> Recorded? {
    switch expression.kind {
    case .name(let name): self[name]
    case .call(let function, let arguments):
      if SeriesReading(rawValue: function)?.keepsRange ?? false, case .name(let name)? = arguments.first?.kind { self[name] } else { nil }
    default: nil
    }
  }
}

extension Expression.Comparison {
  /// Whether it holds of every number of a range, or of none; nil where it depends on the number.
  fileprivate func outcome(of range: ClosedRange<Double>, beside bound: Double) -> Bool? {
    let (low, high) = (range.lowerBound, range.upperBound)
    switch self {
    case .less: return high < bound ? true : low >= bound ? false : nil
    case .lessOrEqual: return high <= bound ? true : low > bound ? false : nil
    case .greater: return low > bound ? true : high <= bound ? false : nil
    case .greaterOrEqual: return low >= bound ? true : high < bound ? false : nil
    case .equal: return range.contains(bound) ? nil : false
    case .notEqual: return range.contains(bound) ? nil : true
    }
  }
}
