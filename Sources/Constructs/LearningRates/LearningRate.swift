import ExperimentGraph
import SourceDiagnostics

/// A learning rate over time.
package protocol LearningRate: Sendable {
  /// The rate of every update, once it is known how long an epoch is.
  func resolved(_ bounds: StageBounds) -> ResolvedRate

  /// The same schedule starting from `rate` unless it states its own start.
  func starting(from rate: Double) -> any LearningRate

  /// What is wrong with the schedule as a whole, which no field shows on its own; nil when nothing is.
  var misfit: RateMisfit? { get }

  /// How the rate is found, if it is not stated.
  var search: AutoRate? { get }
}

/// A learning rate as a function of the number of the update, 1 for the first.
package struct ResolvedRate: Sendable {
  /// A rate, and the last update that has it.
  package struct Stretch {
    package let rate: Double
    package let last: Int
  }

  /// The rate of update `step`. How long it stays may be understated, never overstated.
  package let stretch: @Sendable (_ step: Int) -> Stretch

  /// The rate of update `step`.
  package func callAsFunction(_ step: Int) -> Double { stretch(step).rate }
}

/// Why a learning rate cannot be followed, in the words of a diagnostic.
package struct RateMisfit: Sendable {
  package let code: DiagnosticCode
  /// Stands alone: lower case, no full stop.
  package let message: String
  /// One action that mends it.
  package let help: String

  /// A schedule that goes on from a rate, and there is none before it.
  static let noStart = RateMisfit(
    code: .missingKey, message: "this learning rate does not say where it starts",
    help: "give it `from:`, or put it behind a `warm_up`")

  /// A rate that is found, behind a warm-up.
  static let searchAfterWarmUp = RateMisfit(
    code: .conflictingKeys, message: "`auto` finds one rate for the whole training, and cannot follow a warm-up",
    help: "leave out `warm_up`, or state the rate behind it")
}

extension LearningRate {
  package var misfit: RateMisfit? { nil }

  package var search: AutoRate? { nil }

  package func starting(from rate: Double) -> any LearningRate { self }
}

/// A length of time in a schedule: updates or epochs.
package enum Duration: Sendable, Hashable {
  case steps(Int)
  case epochs(Int)

  /// The lengths a spec may state in updates.
  static let stepRange = 1...Limits.steps
  /// The lengths a spec may state in epochs.
  static let epochRange = 1...Limits.epochs

  /// The number as it is written.
  var count: Int {
    switch self {
    case .steps(let count), .epochs(let count): count
    }
  }

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
