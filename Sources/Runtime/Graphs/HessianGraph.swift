import ExperimentGraph
import TensorGraph

/// Products of the loss's second derivatives over some samples of a dataset with directions, in all parameters.
///
/// The gradient is differentiated once more: (∇²L) v = ∇ (∇L · v) for a v that does not depend on the parameters. Source: Pearlmutter,
/// "Fast exact multiplication by the Hessian", Neural Computation 6 (1994), §3.
struct HessianGraph {
  let graph: TensorGraph
  /// For each direction, one product for each parameter, in the model's order.
  let products: [[Value]]

  /// What the products are for.
  enum Purpose: String, CaseIterable {
    /// All columns of the matrix.
    case matrix
    /// One product after the other.
    case products

    /// Directions of one program: they share the way through the model and its gradient.
    var directions: Int { self == .matrix ? 4 : 1 }
  }

  init(_ experiment: ExperimentGraph, dataset: String, samples: Int, for purpose: Purpose) {
    var batch = BatchGraph(experiment, dataset: dataset, samples: samples)
    let loss = experiment.model.loss(&batch.graph, batch.output, batch.target)
    let gradients = batch.graph.gradients(of: loss, withRespectTo: batch.parameters)
    products = (0..<purpose.directions).map { number in
      var slope = batch.graph.constant(0)
      for (parameter, gradient) in zip(experiment.model.parameters, gradients) {
        let direction = batch.graph.input(SlotName.direction(number, of: parameter.name), parameter.shape)
        let product = batch.graph.multiply(gradient, direction)
        slope = batch.graph.add(slope, batch.graph.sum(product, axes: Array(0..<parameter.shape.rank)))
      }
      return batch.graph.gradients(of: slope, withRespectTo: batch.parameters)
    }
    graph = batch.graph
  }
}
