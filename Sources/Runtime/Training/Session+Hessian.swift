import CPUFeatures
import Dispatch
import ExperimentGraph
import Kernels
import TensorGraph

extension ExperimentPrograms {
  /// The second derivatives of the loss over one dataset by all parameters.
  package struct Hessian: Sendable {
    let dataset: String
    let portions: Portions
    /// For each size of a portion: products with several directions, one output for each direction and parameter.
    let programs: [BatchProgram]
  }

  /// Threads that compute columns side by side, each in an arena of its own.
  static let mostHessianHands = 8

  static func hessianRequest(_ experiment: ExperimentGraph, _ dataset: String, samples: Int) -> ProgramRequest {
    let graph = HessianGraph(experiment, dataset: dataset, samples: samples)
    let outputs = graph.products.enumerated().flatMap { number, products in
      zip(experiment.model.parameters, products).map { (name: "\(number) \($0.name)", value: $1) }
    }
    return ProgramRequest(name: "hessian \(dataset) \(samples)", graph: graph.graph, outputs: outputs)
  }
}

extension Session {
  /// The second derivatives of the loss over a dataset by all parameters in the model's order, (parameters, parameters).
  ///
  /// Every column is computed alone, so that it does not depend on which thread took it; of the two numbers that should be equal the mean
  /// is given. Portions of the dataset are combined in order in double precision.
  package func hessian(_ hessian: ExperimentPrograms.Hessian) -> ProbedTensor {
    let order = experiment.model.parameters.numberCount
    let blocks = (order + HessianGraph.directions - 1) / HessianGraph.directions
    let hands = min(machine.threads, blocks, ExperimentPrograms.mostHessianHands)
    let columns = HessianColumns(
      hessian: hessian, plan: programs.plan, parameters: experiment.model.parameters, order: order, instructionSet: instructionSet)
    let bytes = UnsafeRawBufferPointer(start: arena.base, count: arena.byteCount)
    var values = [Double](repeating: 0, count: order * order)
    values.withUnsafeMutableBufferPointer { values in
      // Each hand writes columns of its own.
      nonisolated(unsafe) let (source, target) = (bytes, values)
      if hands == 1 {
        columns.compute(from: source, hand: 0, of: 1, into: target)
      } else {
        DispatchQueue.concurrentPerform(iterations: hands) { columns.compute(from: source, hand: $0, of: hands, into: target) }
      }
      for row in 0..<order {
        for column in 0..<row {
          let mean = (values[row * order + column] + values[column * order + row]) / 2
          values[row * order + column] = mean
          values[column * order + row] = mean
        }
      }
    }
    return ProbedTensor(shape: [order, order], values: values)
  }

  private var instructionSet: InstructionSet { machine.instructionSet }
}

/// What every thread that computes columns of a Hessian knows.
private struct HessianColumns: Sendable {
  let hessian: ExperimentPrograms.Hessian
  let plan: Plan
  let parameters: [ParameterDeclaration]
  let order: Int
  let instructionSet: InstructionSet

  /// Computes every `hands`-th block of columns in an arena of its own.
  /// - Parameters:
  ///   - source: the session's arena.
  ///   - target: (order, order), each column written as a row: the matrix is symmetric.
  func compute(from source: UnsafeRawBufferPointer, hand: Int, of hands: Int, into target: UnsafeMutableBufferPointer<Double>) {
    let arena = Arena(byteCount: plan.arenaBytes)
    UnsafeMutableRawBufferPointer(start: arena.base, count: arena.byteCount).copyMemory(from: source)
    let machine = Machine(instructionSet: instructionSet, threads: 1, scratchBytes: plan.scratchBytes)
    var memory = BoundPrograms()
    let portions = BoundPortions(hessian.portions, hessian.programs, plan, on: machine, in: arena, &memory)
    let width = HessianGraph.directions
    let precision = plan.layout.precision
    for first in stride(from: hand * width, to: order, by: hands * width) {
      let columns = first..<min(first + width, order)
      for column in columns { precision.write(1, arena.base + place(of: column, direction: column - first)) }
      for index in 0..<hessian.portions.portionCount {
        let batch = portions.batch(index)
        batch.takeSamples(from: hessian.portions.range(index).lowerBound)
        machine.run(batch.reading, in: arena)
        let weight = Double(batch.samples) / Double(hessian.portions.count)
        for column in columns {
          var element = column * order
          for (number, parameter) in parameters.enumerated() {
            let output = batch.outputs[(column - first) * parameters.count + number]
            for offset in 0..<parameter.shape.count {
              target[element] += weight * precision.read(output + offset * precision.bytes)
              element += 1
            }
          }
        }
      }
      for column in columns { precision.write(0, arena.base + place(of: column, direction: column - first)) }
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
