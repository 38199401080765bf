import ExperimentGraph

/// A learning rate over time.
package protocol LearningRate: Sendable {
  /// The rate of update number `step` (1 for the first) as a function, once it is known how long an epoch is.
  func resolved(_ bounds: StageBounds) -> @Sendable (_ step: Int) -> Double

  /// The rate it starts from, if it states one: what a schedule that follows it continues from.
  var start: Double? { get }

  /// The same schedule starting from `rate` unless it states its own start.
  func starting(from rate: Double) -> any LearningRate
}

extension LearningRate {
  package func starting(from rate: Double) -> any LearningRate { self }
}

/// A length of time in a schedule: updates or epochs.
package enum Duration: Sendable, Hashable {
  case steps(Int)
  case epochs(Int)

  /// In updates.
  func steps(_ bounds: StageBounds) -> Int {
    switch self {
    case .steps(let count): count
    case .epochs(let count): count * bounds.stepsPerEpoch
    }
  }
}

extension Duration {
  /// From two fields of which the grammar lets exactly one be given.
  init(steps: Int?, epochs: Int?) {
    if let epochs {
      self = .epochs(epochs)
    } else {
      self = .steps(steps ?? 1)
    }
  }
}
