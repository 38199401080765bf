import ExperimentGraph
import TensorGraph

/// The beginning every tensor graph of an experiment shares: some samples of a dataset, gathered by row number, through the model.
struct BatchGraph {
  var graph: TensorGraph
  /// Parameters in the model's order.
  let parameters: [Value]
  /// (samples, output shape…).
  let output: Value
  /// (samples, target shape…).
  let target: Value

  /// - Parameters:
  ///   - samples: how many samples the graph takes; their row numbers stand in the slot `rows#samples`.
  init(_ experiment: ExperimentGraph, dataset name: String, samples: Int) {
    guard let data = experiment.datasets.first(where: { $0.name == name })?.content else {
      preconditionFailure("a lowered experiment reads only datasets it has")
    }
    let model = experiment.model
    var graph = TensorGraph()
    let parameters = model.parameters.map { graph.parameter($0.name, $0.shape) }
    let rows = graph.indexInput(SlotName.rows(samples), [samples])
    func gathered(_ slot: String, _ shape: Shape) -> Value {
      let table = graph.input(slot, [data.count, shape.count])
      return graph.reshape(graph.gather(table, rows), Shape([samples] + shape.dimensions))
    }
    let input = gathered(SlotName.inputs(name), data.inputShape)
    target = gathered(SlotName.targets(name), data.targetShape)
    output = model.forward(&graph, input, parameters)
    self.parameters = parameters
    self.graph = graph
  }
}
