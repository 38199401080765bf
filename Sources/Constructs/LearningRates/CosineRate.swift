import ExperimentGraph
import Grammar
import Kernels

/// Half a cosine from one rate down to another, which it then keeps. Source: Loshchilov & Hutter, arXiv:1608.03983, equation 5.
struct CosineRate: LearningRate {
  let start: Double?
  let end: Double
  let duration: Duration

  var misfit: RateMisfit? { start == nil ? .noStart : nil }

  func starting(from rate: Double) -> any LearningRate {
    CosineRate(start: start ?? rate, end: end, duration: duration)
  }

  func resolved(_ bounds: StageBounds) -> ResolvedRate {
    let first = start ?? end
    let length = max(1, duration.steps(bounds))
    return ResolvedRate { [end] step in
      let progress = Double(min(step - 1, length)) / Double(length)
      let rate = end + (first - end) / 2 * (1 + ScalarMath.cos(Double.pi * progress))
      return ResolvedRate.Stretch(rate: rate, last: step > length ? .max : step)
    }
  }
}

extension CosineRate {
  static let entry = Entry<any LearningRate>(
    "cosine", "Half a cosine from one rate down to another, which it then keeps.",
    source: "Loshchilov & Hutter, arXiv:1608.03983, equation 5",
    example: "{cosine: {from: 1e-3, to: 1e-5, epochs: 20}}",
    alsoKnownAs: ["cosine_annealing", "cosine_decay"], rules: [.exactlyOne("steps", "epochs")],
    .maybe("from", .number(.positive), "The first rate; left out after a warm-up, the rate it reached."),
    .optional("to", .number(0...), default: "0", "The last rate."),
    .maybe("steps", .integer(Duration.stepRange), "How long it falls, in updates."),
    .maybe("epochs", .integer(Duration.epochRange), "How long it falls, in epochs.")
  ) { from, to, steps, epochs in
    CosineRate(start: from, end: to, duration: Duration(steps: steps, epochs: epochs))
  }
}
