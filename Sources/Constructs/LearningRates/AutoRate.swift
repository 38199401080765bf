import ExperimentGraph
import Grammar

/// A constant rate that is found: it starts high, and is halved each time the loss rises; then training starts again from the same
/// initialization.
package struct AutoRate: LearningRate {
  let start: Double?
  let step: Double

  package var search: AutoRate? { self }

  /// The rate of the first attempt, as far as it is known without a model.
  package func resolved(_ bounds: StageBounds) -> ResolvedRate { ConstantRate(rate: start ?? step).resolved(bounds) }
}

extension AutoRate {
  static let entry = Entry<any LearningRate>(
    "auto", "The largest of η, η/2, η/4, … at which the full-batch loss never rises.",
    source: "the halving rule of arXiv:2007.07497; see grammar.md, conventions", example: "{auto: {start: 0.1}}",
    .maybe(
      "start", .number(.positive),
      "The first rate η; left out, that of a two-layer network's scales: β₁ β₂ step / max(κ, 2 m κ² (κ' + 1/κ')), and this divided by "
        + "twice the factor of `mse`."),
    .optional("step", .number(.positive), default: "0.3", "The step of that rule; not looked at where `start` is given.")
  ) { AutoRate(start: $0, step: $1) }
}
