import ExperimentGraph
import TensorGraph

/// A number over a dataset: the mean of what each sample gives.
package protocol Metric: Sendable {
  /// Whether it counts decisions between classes, so that the targets must be one-hot labels.
  var needsClasses: Bool { get }

  /// How what `value` gives for parts of a dataset becomes the mean over all of it.
  var combination: MetricContent.Combination { get }

  /// Adds a scalar over the samples given: their mean, or how many are counted.
  func value(_ graph: inout TensorGraph, _ model: ModelContent, output: Value, target: Value) -> Value
}

extension Metric {
  /// It as a part of an experiment, under a name.
  func content(called name: String, dataset: String) -> MetricContent {
    MetricContent(name: name, dataset: dataset, combination: combination) { graph, model, output, target in
      value(&graph, model, output: output, target: target)
    }
  }
}
