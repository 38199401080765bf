import ExperimentGraph
import Grammar

/// The same rate for every update.
struct ConstantRate: LearningRate {
  let rate: Double

  func resolved(_ bounds: StageBounds) -> ResolvedRate {
    ResolvedRate { [rate] _ in ResolvedRate.Stretch(rate: rate, last: .max) }
  }
}

extension ConstantRate {
  static let entry = Entry<any LearningRate>(
    "constant", "The same rate for every update.", example: "{constant: 0.1}", shorthand: .field("rate"),
    .required("rate", .number(.positive), "The rate.")
  ) { ConstantRate(rate: $0) }
}
