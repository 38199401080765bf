import ExperimentGraph
import TensorGraph

/// The beginning every tensor graph of an experiment shares: some samples of a dataset through the model. The whole dataset is read where
/// it lies; fewer samples are gathered by row number.
struct BatchGraph {
  var graph: TensorGraph
  /// Parameters in the model's order.
  let parameters: [Value]
  /// The output of each layer, in the model's order.
  let layers: [Value]
  /// (samples, input shape…).
  let input: Value
  /// (samples, output shape…).
  let output: Value
  /// (samples, target shape…).
  let target: Value

  /// - Parameters:
  ///   - trains: whether layers do what they do in an update alone.
  ///   - samples: how many samples the graph takes; unless it takes all, their row numbers stand in the slot `rows#samples`.
  init(_ experiment: ExperimentGraph, dataset name: String, samples: Int, trains: Bool = false) {
    guard let data = experiment.datasets.first(where: { $0.name == name })?.content else {
      preconditionFailure("a lowered experiment reads only datasets it has")
    }
    let model = experiment.model
    var graph = TensorGraph()
    let parameters = model.parameters.map { graph.parameter($0.name, $0.shape) }
    let rows = samples == data.count ? nil : graph.indexInput(SlotName.rows(samples), [samples])
    func taken(_ slot: String, _ shape: Shape) -> Value {
      let table = graph.input(slot, [data.count, shape.count])
      let picked = rows.map { graph.gather(table, $0) } ?? table
      return graph.reshape(picked, Shape([samples] + shape.dimensions))
    }
    input = taken(SlotName.inputs(name), data.inputShape)
    target = taken(SlotName.targets(name), data.targetShape)
    let masks = trains ? model.masks.map { graph.input(SlotName.mask($0.name, samples), Shape([samples] + $0.shape.dimensions)) } : []
    let pass =
      masks.isEmpty
      ? model.forward(&graph, input, parameters) : model.trainingForward(&graph, input, parameters, masks: masks)
    (layers, output) = (pass.layers, pass.output)
    self.parameters = parameters
    self.graph = graph
  }
}
