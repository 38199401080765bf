import ExperimentGraph
import Grammar
import Kernels

/// The rate is multiplied by a factor each time a period has passed.
struct StepRate: LearningRate {
  let start: Double?
  let factor: Double
  let period: Duration

  var misfit: RateMisfit? { start == nil ? .noStart : nil }

  func starting(from rate: Double) -> any LearningRate {
    StepRate(start: start ?? rate, factor: factor, period: period)
  }

  func resolved(_ bounds: StageBounds) -> ResolvedRate {
    let first = start ?? 0
    let length = max(1, period.steps(bounds))
    return ResolvedRate { [factor] step in
      let periods = (step - 1) / length
      return ResolvedRate.Stretch(
        rate: first * ScalarMath.power(factor, Double(periods)), last: (periods + 1) * length)
    }
  }
}

extension StepRate {
  static let entry = Entry<any LearningRate>(
    "step", "The rate is multiplied by a factor each time a period has passed.", example: "{step: {from: 0.1, factor: 0.5, epochs: 10}}",
    alsoKnownAs: ["step_decay", "step_lr"],
    rules: [.exactlyOne("steps", "epochs")],
    .maybe("from", .number(.positive), "The first rate; left out after a warm-up, the rate it reached."),
    .required("factor", .number(.above(0, through: 1)), "What the rate is multiplied with."),
    .maybe("steps", .integer(Duration.stepRange), "The period, in updates."),
    .maybe("epochs", .integer(Duration.epochRange), "The period, in epochs.")
  ) { from, factor, steps, epochs in
    StepRate(start: from, factor: factor, period: Duration(steps: steps, epochs: epochs))
  }
}
