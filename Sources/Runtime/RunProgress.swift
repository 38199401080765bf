/// How far a run is; given to the caller now and then.
package struct RunProgress: Sendable {
  /// Completed updates.
  package let step: Int
  /// The most updates there can be.
  package let maximumSteps: Int
  package let stepsPerEpoch: Int
  /// The loss of the last batch, before its update.
  package let loss: Double?
  /// Metrics as last recorded: name and value.
  package let metrics: [(name: String, value: Double)]
}
