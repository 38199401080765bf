import ExperimentGraph
import TensorGraph

/// One update as a tensor graph: loss of a batch, its gradient, and what the optimizer makes of it.
struct TrainingGraph {
  let graph: TensorGraph
  /// The loss of the batch before the update.
  let loss: Value
  /// New values of resident slots: parameters and optimizer state.
  let updates: [(slot: String, value: Value)]

  init(_ experiment: ExperimentGraph, samples: Int) {
    let stage = experiment.training
    var batch = BatchGraph(experiment, dataset: stage.dataset, samples: samples, trains: true)
    let all = experiment.model.loss(&batch.graph, batch.output, batch.target)
    // Before the gradient is taken: what the loss does not read has no gradient that would be worth a sum.
    var (graph, values) = batch.graph.readingParts(keeping: [all] + batch.parameters)
    loss = values.removeFirst()
    var gradients = graph.gradients(of: loss, withRespectTo: values)
    if let length = stage.optimizer.clip { gradients = graph.clipped(gradients, length: length) }
    let scalars = stage.optimizer.scalarNames.map { graph.input(SlotName.scalar($0), []) }
    var updates: [(slot: String, value: Value)] = []
    for (index, declaration) in experiment.model.parameters.enumerated() {
      graph.origin = declaration.origin
      let state = stage.optimizer.stateNames.map { name in
        graph.parameter(SlotName.state(name, of: declaration.name), declaration.shape)
      }
      let result = stage.optimizer.update(
        &graph, values[index], gradients[index], state, scalars)
      updates.append((declaration.name, result.parameter))
      for (name, value) in zip(stage.optimizer.stateNames, result.state) {
        updates.append((SlotName.state(name, of: declaration.name), value))
      }
    }
    self.graph = graph
    self.updates = updates
  }
}
