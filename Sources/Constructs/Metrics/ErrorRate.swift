import ExperimentGraph
import Grammar
import TensorGraph

/// One minus the accuracy.
struct ErrorRate: Metric {
  var needsClasses: Bool { true }

  func mean(_ graph: inout TensorGraph, _ model: ModelContent, output: Value, target: Value) -> Value {
    graph.subtract(graph.constant(1), Accuracy().mean(&graph, model, output: output, target: target))
  }
}
