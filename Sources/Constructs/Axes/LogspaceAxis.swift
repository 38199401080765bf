import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics

/// Numbers at equal ratios, both ends included.
struct LogspaceAxis: Axis {
  let from: Double
  let to: Double
  let count: Int
  let isRounded: Bool

  func values(at range: SourceRange, _ diagnostics: inout Diagnostics) -> [LocatedAxisValue]? {
    let numbers = (0..<count).map { index -> Double in
      if count == 1 || index == 0 { return from }
      if index == count - 1 { return to }
      let exponent = Double(index) / Double(count - 1)
      let exact = ScalarMath.power(from, 1 - exponent) * ScalarMath.power(to, exponent)
      return isRounded ? exact.rounded() : decimal(exact, scale: exact)
    }
    return located(numbers, at: range)
  }

  static let entry = Entry<any Axis>(
    "logspace", "Numbers at equal ratios, both ends included.", example: "{logspace: [1e3, 1e8, 11]}", shorthand: .positional,
    .required("from", .number(NumberRange.positive, unit: "of the axis"), "The first value."),
    .required("to", .number(NumberRange.positive, unit: "of the axis"), "The last value."),
    .required("count", .integer(1...Limits.sweepPoints), "How many."),
    .optional("rounded", .flag, default: "true", "Whether the values between are rounded to whole numbers, as widths are.")
  ) { LogspaceAxis(from: $0, to: $1, count: $2, isRounded: $3) }
}
