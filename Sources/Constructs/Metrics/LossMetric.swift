import ExperimentGraph
import Grammar
import TensorGraph

/// The training loss's own formula on any dataset.
struct LossMetric: Metric {
  var needsClasses: Bool { false }

  var combination: MetricContent.Combination { .means }

  func value(_ graph: inout TensorGraph, _ model: ModelContent, output: Value, target: Value) -> Value {
    model.loss(&graph, output, target)
  }
}
