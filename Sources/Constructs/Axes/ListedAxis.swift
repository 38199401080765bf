import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Values written one by one: numbers, or names of what the axis chooses.
struct ListedAxis: Axis {
  let list: [BoundExpression]

  func values(at range: SourceRange, _ diagnostics: inout Diagnostics) -> [LocatedAxisValue]? {
    var values: [LocatedAxisValue] = []
    for expression in list {
      guard let value = expression.axisValue(&diagnostics) else { return nil }
      values.append(Located(value, at: expression.range))
    }
    return values
  }

  static let entry = Entry<any Axis>(
    "values", "Values written one by one: numbers, or names (of variants, activations, initializers, …).",
    example: "[1000, 3162, 10000]", shorthand: .field("list"),
    .required("list", .list(of: .reading, count: 1...Limits.sweepPoints), "The values.")
  ) { ListedAxis(list: $0) }
}

extension BoundExpression {
  /// What it is as a value of an axis: its number, or the name that was written. Anything else is reported.
  func axisValue(_ diagnostics: inout Diagnostics) -> AxisValue? {
    if case .number(let x)? = expression.constantValue { return .number(x) }
    if written.isPlainName { return .text(written) }
    diagnostics.report(
      Diagnostic(
        .wrongExpressionType, "a value of an axis is a number or a name, not `\(written)`", at: range,
        label: "neither"))
    return nil
  }
}

extension String {
  /// Letters, digits, `_` and `-`, beginning with a letter.
  fileprivate var isPlainName: Bool {
    guard let first = unicodeScalars.first, first.properties.isAlphabetic else { return false }
    return unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || "0123456789_-".unicodeScalars.contains($0)) }
  }
}
