import SourceDiagnostics
import TensorGraph

/// An optimizer: the state it keeps, the scalars that change from step to step, and its update written into the tensor graph.
package struct OptimizerContent: Sendable {
  /// One line in the words of the spec.
  package let summary: String
  /// The length at which all gradients together are cut off before the update; nil for as long as they are.
  package let clip: Double?
  /// Names of the state tensors kept for each parameter, of the parameter's shape, zero at the start.
  package let stateNames: [String]
  /// Names of the scalars given anew each step, such as the learning rate.
  package let scalarNames: [String]
  /// Writes the scalars of update number `step` (1 for the first), in the order of `scalarNames`, and returns the last
  /// update that has the same ones. Allocates nothing: it may be asked before every update.
  package let writeScalars: @Sendable (_ step: Int, _ values: UnsafeMutablePointer<Double>) -> Int
  /// Adds the new parameter and the new state to the graph.
  package let update:
    @Sendable (
      _ graph: inout TensorGraph, _ parameter: Value, _ gradient: Value, _ state: [Value], _ scalars: [Value]
    ) -> (parameter: Value, state: [Value])

  package init(
    summary: String, clip: Double? = nil, stateNames: [String], scalarNames: [String],
    writeScalars: @escaping @Sendable (Int, UnsafeMutablePointer<Double>) -> Int,
    update:
      @escaping @Sendable (inout TensorGraph, Value, Value, [Value], [Value]) -> (
        parameter: Value, state: [Value]
      )
  ) {
    self.summary = summary
    self.clip = clip
    self.stateNames = stateNames
    self.scalarNames = scalarNames
    self.writeScalars = writeScalars
    self.update = update
  }
}

/// When training ends; the first rule that holds ends it and is recorded.
package struct StopRules: Sendable, Hashable {
  /// Ends after this many updates, whatever else holds.
  package let maximumSteps: Int
  /// Whether `maximumSteps` was given as epochs: only the name of the rule depends on it.
  package let countsEpochs: Bool
  /// Ends once the training loss is below this. Judged at the end of each epoch.
  package let lossBelow: Double?
  /// Ends once the training accuracy is at least this. Judged at the end of each epoch.
  package let accuracyReached: Double?

  package init(maximumSteps: Int, countsEpochs: Bool, lossBelow: Double?, accuracyReached: Double?) {
    self.maximumSteps = maximumSteps
    self.countsEpochs = countsEpochs
    self.lossBelow = lossBelow
    self.accuracyReached = accuracyReached
  }
}

/// A quantity of the training data that a stop rule looks at when an epoch ends.
package struct JudgedMetric: Sendable {
  /// What is looked at.
  package enum Quantity: Sendable, Hashable { case loss, accuracy }

  package let quantity: Quantity
  package let metric: MetricContent

  package init(_ quantity: Quantity, _ metric: MetricContent) {
    self.quantity = quantity
    self.metric = metric
  }
}

/// A rate that is halved, and the training started again from the same initialization, each time the loss rises.
///
/// The loss has risen when its root is larger than at the step before by more than `tolerance` times the root of the first loss: one that
/// is as small as the rounding of its residuals goes up and down without meaning.
package struct RateSearch: Sendable, Hashable {
  /// The rate of the first attempt.
  package let start: Double
  /// See above.
  package let tolerance: Double
  /// Halvings after which the search is given up.
  package static let mostHalvings = 60

  /// - Parameter precision: rounding is 2⁻²⁴ or 2⁻⁵³ of a number; sums over many units come to some hundred times that.
  package init(start: Double, precision: Precision) {
    self.start = start
    tolerance = precision == .float32 ? 0x1p-16 : 0x1p-45
  }

  /// The rate after some halvings.
  package func rate(halvings: Int) -> Double {
    (0..<halvings).reduce(start) { rate, _ in rate / 2 }
  }
}

/// What a loss that is infinite or not a number means.
package enum NonfinitePolicy: String, Sendable, CaseIterable {
  /// The run fails and names the first bad tensor.
  case fail
  /// The run ends with status `diverged`: in a phase diagram that is a result.
  case record
}

/// A stage that trains the model.
package struct TrainingContent: Sendable {
  /// Name of the dataset that is trained on.
  package let dataset: String
  package let optimizer: OptimizerContent
  /// Samples per update; the last batch of an epoch holds what is left.
  package let batchSize: Int
  /// Whether each epoch has its own order of the samples.
  package let shuffles: Bool
  package let stop: StopRules
  /// What the stop rules look at; empty when they only count.
  package let judged: [JudgedMetric]
  package let nonfinite: NonfinitePolicy
  /// How the learning rate is found, if it is not stated.
  package let search: RateSearch?
  /// The flow that is followed, if updates are steps along one.
  package let flow: FlowContent?
  package let bounds: StageBounds
  package let origin: SourceRange

  package init(
    dataset: String, optimizer: OptimizerContent, batchSize: Int, shuffles: Bool, stop: StopRules,
    judged: [JudgedMetric], nonfinite: NonfinitePolicy, search: RateSearch?, flow: FlowContent?,
    bounds: StageBounds, origin: SourceRange
  ) {
    self.dataset = dataset
    self.optimizer = optimizer
    self.batchSize = batchSize
    self.shuffles = shuffles
    self.stop = stop
    self.judged = judged
    self.nonfinite = nonfinite
    self.search = search
    self.flow = flow
    self.bounds = bounds
    self.origin = origin
  }
}
