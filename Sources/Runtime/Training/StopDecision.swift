import ExperimentGraph

/// Why training ended.
package enum StopReason: String, Sendable, CaseIterable {
  case steps, epochs, loss, accuracy, time
  /// The loss stopped being finite where the spec records that as a result.
  case divergence
  /// Every stage of several has ended.
  case stages
}

/// What a stop rule may ask for at the end of an epoch.
struct EpochQuantities {
  /// Training loss over all samples; nil if no rule asks for it.
  let loss: Double?
  /// Training accuracy over all samples; nil if no rule asks for it.
  let accuracy: Double?
}

extension StopRules {
  /// Whether some rule looks at quantities at the end of an epoch.
  var judgesEpochs: Bool { lossBelow != nil || accuracyReached != nil }

  /// The rule that ends training after `step` updates, if one does. Rules that look at results come before those that count.
  func reason(afterStep step: Int, quantities: EpochQuantities?) -> StopReason? {
    if let quantities {
      if let limit = lossBelow, let loss = quantities.loss, loss < limit { return .loss }
      if let limit = accuracyReached, let accuracy = quantities.accuracy, accuracy >= limit { return .accuracy }
    }
    if step >= maximumSteps { return countsEpochs ? .epochs : .steps }
    return nil
  }
}
