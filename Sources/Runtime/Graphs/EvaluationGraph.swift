import ExperimentGraph
import TensorGraph

/// Means over some samples of a dataset, with the parameters as they are: metrics, and the loss or accuracy a stop rule asks for.
struct EvaluationGraph {
  let graph: TensorGraph
  /// One scalar per quantity asked for.
  let means: [Value]

  init(_ experiment: ExperimentGraph, dataset: String, samples: Int, metrics: [MetricContent]) {
    var batch = BatchGraph(experiment, dataset: dataset, samples: samples)
    means = metrics.map { $0.mean(&batch.graph, experiment.model, batch.output, batch.target) }
    graph = batch.graph
  }
}

/// The gradient of the loss over some samples of the training data.
struct GradientGraph {
  let graph: TensorGraph
  /// One gradient for each parameter, in the model's order.
  let gradients: [Value]

  init(_ experiment: ExperimentGraph, samples: Int) {
    var batch = BatchGraph(experiment, dataset: experiment.training.dataset, samples: samples)
    let loss = experiment.model.loss(&batch.graph, batch.output, batch.target)
    gradients = batch.graph.gradients(of: loss, withRespectTo: batch.parameters)
    graph = batch.graph
  }
}
