import ExperimentGraph
import TensorGraph

/// Metrics over some samples of a dataset, with the parameters as they are, and the loss or accuracy that a stop rule asks for.
struct EvaluationGraph {
  let graph: TensorGraph
  /// One scalar per quantity asked for.
  let values: [Value]

  init(_ experiment: ExperimentGraph, dataset: String, samples: Int, metrics: [MetricContent]) {
    var batch = BatchGraph(experiment, dataset: dataset, samples: samples)
    values = metrics.map { $0.value(&batch.graph, experiment.model, batch.output, batch.target) }
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

/// What the model and its layers give for some samples of a dataset, with the parameters as they are.
struct PassGraph {
  let graph: TensorGraph
  /// One for each need.
  let values: [Value]

  /// - Parameter needs: outputs of the model and its layers for this dataset.
  init(_ experiment: ExperimentGraph, dataset: String, samples: Int, needs: [ProbeNeed]) {
    let batch = BatchGraph(experiment, dataset: dataset, samples: samples)
    let layers = experiment.model.layers.map(\.name)
    values = needs.map { need in
      guard case .activation(let name, _) = need else { return batch.output }
      guard let place = layers.firstIndex(of: name) else { preconditionFailure("a probe reads layers that are there") }
      return batch.layers[place]
    }
    graph = batch.graph
  }
}

/// The derivatives of every output for one sample of a dataset by all parameters.
struct JacobianGraph {
  let graph: TensorGraph
  /// For each output, one gradient for each parameter, in the model's order.
  let gradients: [[Value]]

  init(_ experiment: ExperimentGraph, dataset: String) {
    var batch = BatchGraph(experiment, dataset: dataset, samples: 1)
    let outputs = batch.graph.shape(batch.output).count
    let row = batch.graph.reshape(batch.output, [outputs])
    gradients = (0..<outputs).map { output in
      let one = batch.graph.reshape(batch.graph.slice(row, axis: 0, output..<(output + 1)), [])
      return batch.graph.gradients(of: one, withRespectTo: batch.parameters)
    }
    graph = batch.graph
  }
}
