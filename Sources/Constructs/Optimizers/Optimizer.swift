import ExperimentGraph
import SourceDiagnostics
import TensorGraph

/// How gradients move parameters.
package protocol Optimizer: Sendable {
  /// The learning rate over time, where it stands.
  var learningRate: Located<any LearningRate> { get }
  /// State tensors kept for each parameter, zero at the start.
  var stateNames: [String] { get }
  /// Scalars given anew each step beside the learning rate, which always comes first.
  var correctionNames: [String] { get }
  /// Values of `correctionNames` for update number `step`, 1 for the first.
  func corrections(at step: Int) -> [Double]
  /// Adds one update. `scalars` are the learning rate and the corrections.
  func update(
    _ graph: inout TensorGraph, _ parameter: Value, _ gradient: Value, _ state: [Value], _ scalars: [Value]
  ) -> (parameter: Value, state: [Value])
}

extension Optimizer {
  package var stateNames: [String] { [] }
  package var correctionNames: [String] { [] }
  package func corrections(at step: Int) -> [Double] { [] }

  /// The optimizer as the experiment graph keeps it.
  package func content(summary: String, bounds: StageBounds) -> OptimizerContent {
    let rate = learningRate.value.resolved(bounds)
    return OptimizerContent(
      summary: summary, stateNames: stateNames, scalarNames: ["learning_rate"] + correctionNames,
      scalars: { step in [rate(step)] + corrections(at: step) },
      update: { graph, parameter, gradient, state, scalars in
        update(&graph, parameter, gradient, state, scalars)
      })
  }
}
