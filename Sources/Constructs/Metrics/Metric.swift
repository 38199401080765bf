import ExperimentGraph
import TensorGraph

/// A number over a dataset, the mean of what each batch gives.
package protocol Metric: Sendable {
  /// Whether it counts decisions between classes, so that the targets must be one-hot labels.
  var needsClasses: Bool { get }

  /// Adds the mean over the samples given, a scalar.
  func mean(_ graph: inout TensorGraph, _ model: ModelContent, output: Value, target: Value) -> Value
}
