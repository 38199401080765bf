import ExperimentGraph
import Kernels
import TensorGraph

extension ExperimentPrograms {
  /// The second derivatives of the loss over one dataset by all parameters.
  package struct Hessian: Sendable {
    let dataset: String
    let purpose: HessianGraph.Purpose
    let portions: Portions
    /// For each size of a portion: products with several directions, one output for each direction and parameter.
    let programs: [BatchProgram]

    /// Programs of several columns each that make the whole matrix.
    func blocks(order: Int) -> Int { (order + purpose.directions - 1) / purpose.directions }
  }

  static func hessianRequest(
    _ experiment: ExperimentGraph, _ dataset: String, for purpose: HessianGraph.Purpose, samples: Int
  ) -> ProgramRequest {
    let graph = HessianGraph(experiment, dataset: dataset, samples: samples, for: purpose)
    let outputs = graph.products.enumerated().flatMap { number, products in
      zip(experiment.model.parameters, products).map { (name: "\(number) \($0.name)", value: $1) }
    }
    return ProgramRequest(name: "hessian \(purpose.rawValue) \(dataset) \(samples)", graph: graph.graph, outputs: outputs)
  }
}

extension Session {
  /// The second derivatives of the loss over a dataset by all parameters in the model's order, (parameters, parameters).
  ///
  /// Every column is computed alone, so that it does not depend on which thread took it; of the two numbers that should be equal the mean
  /// is given. Portions of the dataset are combined in order in double precision.
  /// - Parameter memory: a matrix of the same size whose numbers nobody reads any more.
  package func hessian(_ hessian: ExperimentPrograms.Hessian, reusing memory: consuming [Double] = []) -> ProbedTensor {
    let order = experiment.model.parameters.numberCount
    let blocks = hessian.blocks(order: order)
    let columns = HessianColumns(hessian: hessian, plan: programs.plan, parameters: experiment.model.parameters, order: order)
    let values = matrix(order * order, reusing: consume memory) { target in
      sideBySide(parts: blocks, most: blocks) { columns.compute($1, by: $0, into: target) }
      symmetrize(target, order: order)
    }
    return ProbedTensor(shape: [order, order], values: values, threads: machine.threads, on: machine.instructionSet)
  }
}

/// Puts in place of two numbers that should be equal their mean. Tile by tile, since one of the two is read across the rows.
private func symmetrize(_ values: UnsafeMutablePointer<Double>, order: Int) {
  let tile = 64
  for top in stride(from: 0, to: order, by: tile) {
    for left in stride(from: 0, through: top, by: tile) {
      for row in top..<min(top + tile, order) {
        for column in left..<min(left + tile, row) {
          let mean = (values[row * order + column] + values[column * order + row]) / 2
          values[row * order + column] = mean
          values[column * order + row] = mean
        }
      }
    }
  }
}

/// What every thread that computes columns of a Hessian knows.
private struct HessianColumns: Sendable {
  let hessian: ExperimentPrograms.Hessian
  let plan: Plan
  let parameters: [ParameterDeclaration]
  let order: Int

  /// Computes some blocks of columns.
  /// - Parameter target: (order, order), each column written as a row: the matrix is symmetric.
  func compute(_ blocks: SharedParts, by hand: Hand, into target: UnsafeMutablePointer<Double>) {
    var memory = BoundPrograms()
    let portions = BoundPortions(hessian.portions, hessian.programs, plan, on: hand.machine, in: hand.arena, &memory)
    let base = hand.arena.base
    let width = hessian.purpose.directions
    let precision = plan.layout.precision
    let counts = parameters.map(\.shape.count)
    for block in blocks {
      let first = block * width
      let columns = first..<min(first + width, order)
      (target + first * order).initialize(repeating: 0, count: columns.count * order)
      for column in columns { precision.write(1, base + place(of: column, direction: column - first)) }
      for index in 0..<hessian.portions.portionCount {
        let batch = portions.batch(index)
        batch.takeSamples(from: hessian.portions.range(index).lowerBound)
        hand.machine.run(batch.reading, in: hand.arena)
        let weight = Double(batch.samples) / Double(hessian.portions.count)
        for column in columns {
          batch.addOutputs(
            from: (column - first) * counts.count, counts, weight: weight, of: precision, to: target + column * order)
        }
      }
      for column in columns { precision.write(0, base + place(of: column, direction: column - first)) }
    }
  }

  /// Where the arena holds the number of a direction that belongs to a column.
  private func place(of column: Int, direction: Int) -> Int {
    var rest = column
    for parameter in parameters {
      if rest < parameter.shape.count {
        guard let slot = plan.layout[SlotName.direction(direction, of: parameter.name)] else { break }
        return slot.offset + rest * plan.layout.precision.bytes
      }
      rest -= parameter.shape.count
    }
    preconditionFailure("the arena has a slot for every direction of every parameter")
  }
}
