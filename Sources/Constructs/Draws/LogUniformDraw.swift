import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics

/// Any number between two, its logarithm with equal chance.
struct LogUniformDraw: Draw {
  let low: Double
  let high: Double

  func value(_ index: Int, _ stream: RandomStream, _ diagnostics: inout Diagnostics) -> AxisValue? {
    .number(low * ScalarMath.power(high / low, stream.uniform(at: UInt64(index))))
  }

  static let entry = Entry<any Draw>(
    "log_uniform", "Any number between two, its logarithm with equal chance.", example: "{log_uniform: [1e-4, 1e-1]}",
    shorthand: .positional, rules: [.increasing("low", "high")],
    .required("low", .number(NumberRange.positive, unit: "of the axis"), "The lowest value."),
    .required("high", .number(NumberRange.positive, unit: "of the axis"), "The highest value, never drawn itself.")
  ) { LogUniformDraw(low: $0, high: $1) }
}
