import ExperimentGraph
import Grammar

/// A straight line from zero up to a rate, then another schedule that starts there.
struct WarmUpRate: LearningRate {
  let top: Double
  let duration: Duration
  let next: any LearningRate

  var misfit: RateMisfit? { next.search == nil ? next.starting(from: top).misfit : .searchAfterWarmUp }

  func resolved(_ bounds: StageBounds) -> ResolvedRate {
    let length = max(1, duration.steps(bounds))
    let rest = next.starting(from: top).resolved(bounds)
    return ResolvedRate { [top] step in
      if step <= length { return ResolvedRate.Stretch(rate: top * (Double(step) / Double(length)), last: step) }
      let stretch = rest.stretch(step - length)
      return ResolvedRate.Stretch(
        rate: stretch.rate, last: stretch.last < .max - length ? stretch.last + length : .max)
    }
  }
}

extension WarmUpRate {
  static let entry = Entry<any LearningRate>(
    "warm_up", "A straight line from zero up to a rate, then another schedule that starts there.",
    example: "{warm_up: {to: 2e-4, epochs: 10, then: {cosine: {to: 1e-5, epochs: 50}}}}", alsoKnownAs: ["linear_warmup"],
    rules: [.exactlyOne("steps", "epochs")],
    .required("to", .number(.positive), "The rate it reaches."),
    .maybe("steps", .integer(Duration.stepRange), "How long it rises, in updates."),
    .maybe("epochs", .integer(Duration.epochRange), "How long it rises, in epochs."),
    .maybe("then", .component(LearningRates.family), "What follows; left out, the rate stays.")
  ) { to, steps, epochs, next in
    WarmUpRate(
      top: to, duration: Duration(steps: steps, epochs: epochs), next: next ?? ConstantRate(rate: to))
  }
}
