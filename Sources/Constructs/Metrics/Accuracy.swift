import ExperimentGraph
import Grammar
import TensorGraph

/// The share of samples whose largest output is that of their class; of equal largest outputs the first one decides.
struct Accuracy: Metric {
  var needsClasses: Bool { true }

  var combination: MetricContent.Combination { .counts }

  func value(_ graph: inout TensorGraph, _ model: ModelContent, output: Value, target: Value) -> Value {
    let hits = graph.multiply(graph.argmaxMask(output, axis: 1), target)
    return graph.sum(hits, axes: [0, 1])
  }
}
