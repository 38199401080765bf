import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics

/// Any number between two with equal chance.
struct UniformDraw: Draw {
  let low: Double
  let high: Double

  func value(_ index: Int, _ stream: RandomStream, _ diagnostics: inout Diagnostics) -> AxisValue? {
    .number(low + (high - low) * stream.uniform(at: UInt64(index)))
  }

  static let entry = Entry<any Draw>(
    "uniform", "Any number between two with equal chance.", example: "{uniform: [0.5, 2]}", shorthand: .positional,
    rules: [.increasing("low", "high")],
    .required("low", .number(unit: "of the axis"), "The lowest value."),
    .required("high", .number(unit: "of the axis"), "The highest value, never drawn itself.")
  ) { UniformDraw(low: $0, high: $1) }
}
