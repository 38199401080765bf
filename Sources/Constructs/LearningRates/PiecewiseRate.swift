import ExperimentGraph
import Grammar

/// A constant rate for each stretch of training.
struct PiecewiseRate: LearningRate {
  let rates: [Double]
  /// Where one stretch ends and the next begins; one fewer than the rates.
  let ends: [Duration]

  var misfit: RateMisfit? {
    let wanted = rates.count - 1
    guard ends.count == wanted else {
      return RateMisfit(
        code: .wrongType,
        message: "of \(rates.count) `rates` all but the last need an end: \(wanted), not \(ends.count)",
        help: ends.count < wanted ? "add the end of each rate but the last" : "the last rate has no end of its own")
    }
    guard zip(ends, ends.dropFirst()).allSatisfy({ $0.count < $1.count }) else {
      return RateMisfit(
        code: .outOfRange, message: "the ends of the rates are not in ascending order",
        help: "every end counts from the beginning of training")
    }
    return nil
  }

  func resolved(_ bounds: StageBounds) -> ResolvedRate {
    let limits = ends.map { $0.steps(bounds) }
    return ResolvedRate { [rates] step in
      let past = limits.count { step > $0 }
      return ResolvedRate.Stretch(rate: rates[past], last: past < limits.count ? limits[past] : .max)
    }
  }

  static let entry = Entry<any LearningRate>(
    "piecewise", "A constant rate for each stretch of training; a stretch without an end of its own lasts to the end.",
    example: "{piecewise: {rates: [1e-3, 2e-4], epochs: [28]}}", rules: [.exactlyOne("steps", "epochs")],
    .required("rates", .list(of: .number(.positive), count: 1...1000), "The rates in order."),
    .maybe("steps", .list(of: .integer(Duration.stepRange), count: 0...999), "Updates completed when each rate but the last ends."),
    .maybe("epochs", .list(of: .integer(Duration.epochRange), count: 0...999), "Epochs completed when each rate but the last ends.")
  ) { rates, steps, epochs in
    PiecewiseRate(rates: rates, ends: epochs?.map { .epochs($0) } ?? (steps ?? []).map { .steps($0) })
  }
}
