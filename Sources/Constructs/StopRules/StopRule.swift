import ExperimentGraph
import Grammar

/// A condition that ends training. Several may stand together; the first that holds ends it and is recorded.
package enum StopRule: Sendable, Hashable {
  case steps(Int)
  case epochs(Int)
  case loss(below: Double)
  case accuracy(atLeast: Double)
  case time(Double)

  /// Every stop rule, in the order of the documents.
  package static let family = Family<StopRule>(
    "stop_rule", "A condition that ends training.",
    [StepsRule.entry, EpochsRule.entry, LossRule.entry, AccuracyRule.entry, TimeRule.entry])
}
