import ExperimentGraph
import TensorGraph

/// One step along gradient flow as a tensor graph, by the method of Dormand and Prince: the seven gradients, the parameters at the end of
/// the step, and how large its error is. Source: J. Comput. Appl. Math. 6 (1980) 19–26, table 2.
struct FlowGraph {
  let graph: TensorGraph
  /// The loss at the beginning of the step.
  let loss: Value
  /// The mean square of the estimated errors, each divided by the error that may be made.
  let error: Value
  /// New values of the parameters.
  let updates: [(slot: String, value: Value)]

  /// What the gradients before each stage count in its parameters.
  private static let stages: [[Double]] = [
    [], [1.0 / 5], [3.0 / 40, 9.0 / 40], [44.0 / 45, -56.0 / 15, 32.0 / 9],
    [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
    [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
    [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
  ]
  /// What all gradients count in the difference of the results of order 5 and 4.
  private static let errors: [Double] = [
    71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40,
  ]

  init(_ experiment: ExperimentGraph, _ flow: FlowContent, samples: Int) {
    var batch = BatchGraph(experiment, dataset: experiment.training.dataset, samples: samples)
    let start = batch.parameters
    loss = experiment.model.loss(&batch.graph, batch.output, batch.target)
    let step = batch.graph.input(SlotName.scalar(FlowContent.scalarName), [])
    var gradients = [batch.graph.gradients(of: loss, withRespectTo: start)]
    var end = start
    for weights in Self.stages.dropFirst() {
      end = start.indices.map { place in
        let direction = Self.combined(&batch.graph, gradients.map { $0[place] }, weights)
        return batch.graph.subtract(start[place], batch.graph.multiply(direction, step))
      }
      let output = experiment.model.forward(&batch.graph, batch.input, end).output
      let loss = experiment.model.loss(&batch.graph, output, batch.target)
      gradients.append(batch.graph.gradients(of: loss, withRespectTo: end))
    }
    error = Self.error(&batch.graph, flow, from: start, to: end, gradients, step)
    updates = zip(experiment.model.parameters, end).map { ($0.name, $1) }
    graph = batch.graph
  }

  private static func combined(_ graph: inout TensorGraph, _ gradients: [Value], _ weights: [Double]) -> Value {
    var sum: Value?
    for (gradient, weight) in zip(gradients, weights) where weight != 0 {
      let term = graph.multiply(gradient, weight)
      sum = sum.map { graph.add($0, term) } ?? term
    }
    guard let sum else { preconditionFailure("every stage but the first reads a gradient") }
    return sum
  }

  private static func error(
    _ graph: inout TensorGraph, _ flow: FlowContent, from start: [Value], to end: [Value], _ gradients: [[Value]], _ step: Value
  ) -> Value {
    var total: Value?
    var count = 0
    for place in start.indices {
      let shape = graph.shape(start[place])
      let error = graph.multiply(combined(&graph, gradients.map { $0[place] }, errors), step)
      let (a, b) = (graph.unary(.abs, start[place]), graph.unary(.abs, end[place]))
      // The larger of two numbers is half of their sum and their distance.
      let larger = graph.multiply(graph.add(graph.add(a, b), graph.unary(.abs, graph.subtract(a, b))), 0.5)
      let share = graph.divide(error, graph.add(graph.multiply(larger, flow.relative), flow.absolute))
      let sum = graph.sum(graph.multiply(share, share), axes: Array(0..<shape.rank))
      total = total.map { graph.add($0, sum) } ?? sum
      count += shape.count
    }
    guard let total else { preconditionFailure("a model that is trained has parameters") }
    return graph.multiply(total, 1 / Double(count))
  }
}
