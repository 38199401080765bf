import ExperimentGraph
import Grammar

/// The same rate for every update.
struct ConstantRate: LearningRate {
  let rate: Double

  func resolved(_ bounds: StageBounds) -> @Sendable (Int) -> Double {
    { [rate] _ in rate }
  }
}

extension ConstantRate {
  static let entry = Entry<any LearningRate>(
    "constant", "The same rate for every update.", example: "{constant: 0.1}", shorthand: .field("rate"),
    .required("rate", .number(.positive), "The rate.")
  ) { ConstantRate(rate: $0) }
}
