import Grammar

/// The learning-rate schedules.
package enum LearningRates {
  /// Every schedule, in the order of the documents. A bare number is a constant rate.
  package static let family: Family<any LearningRate> = Family(
    "learning_rate", "A learning rate over time.", numberKind: "constant",
    [ConstantRate.entry, StepRate.entry, PiecewiseRate.entry, CosineRate.entry, WarmUpRate.entry, AutoRate.entry])
}
