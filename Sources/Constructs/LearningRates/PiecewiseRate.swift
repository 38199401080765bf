import ExperimentGraph
import Grammar

/// A constant rate for each stretch of training.
struct PiecewiseRate: LearningRate {
  let rates: [Double]
  /// Where one stretch ends and the next begins; one fewer than the rates.
  let ends: [Duration]

  var start: Double? { rates.first }

  func resolved(_ bounds: StageBounds) -> @Sendable (Int) -> Double {
    let limits = ends.map { $0.steps(bounds) }
    return { [rates] step in rates[limits.count { step > $0 }] }
  }

  static let entry = Entry<any LearningRate>(
    "piecewise", "A constant rate for each stretch of training; a stretch without an end of its own lasts to the end.",
    example: "{piecewise: {rates: [1e-3, 2e-4], epochs: [28]}}", rules: [.exactlyOne("steps", "epochs")],
    .required("rates", .list(of: .number(.positive), count: 1...1000), "The rates in order."),
    .maybe("steps", .list(of: .integer(1...), count: 0...999), "Updates completed when each rate but the last ends."),
    .maybe("epochs", .list(of: .integer(1...), count: 0...999), "Epochs completed when each rate but the last ends.")
  ) { rates, steps, epochs in
    let ends = epochs.map { $0.map { Duration.epochs($0) } } ?? (steps ?? []).map { Duration.steps($0) }
    // A stretch more or less than there are ends changes nothing that was asked for.
    return PiecewiseRate(rates: rates, ends: Array(ends.prefix(rates.count - 1)))
  }
}
