import ExperimentGraph
import Grammar
import TensorGraph

/// The share of samples whose largest output is not that of their class.
struct ErrorRate: Metric {
  var needsClasses: Bool { true }

  var combination: MetricContent.Combination { .counts }

  func value(_ graph: inout TensorGraph, _ model: ModelContent, output: Value, target: Value) -> Value {
    let samples = Double(graph.shape(output)[0])
    return graph.subtract(graph.constant(samples), Accuracy().value(&graph, model, output: output, target: target))
  }
}
