import Analysis
import ExperimentGraph
import Kernels
import TensorGraph

extension Session {
  /// What Lanczos' method makes of the second derivatives of the loss over a dataset by all parameters: the diagonal and what stands beside
  /// it, (2, steps made).
  ///
  /// It starts from normal numbers of a stream of its own, the same at every moment.
  package func lanczos(_ products: ExperimentPrograms.Hessian, steps: Int) -> ProbedTensor {
    let parameters = experiment.model.parameters
    let stream = RandomStream(seed: experiment.seed, name: "probe.hessian_extremes")
    let start = (0..<parameters.numberCount).map { stream.normal(at: UInt64($0)) }
    var memory = BoundPrograms()
    let portions = BoundPortions(products.portions, products.programs, programs.plan, on: machine, in: arena, &memory)
    let matrix = LanczosMatrix(steps: steps, start: start) { product(products, portions, with: $0) }
    setDirection([Double](repeating: 0, count: start.count))
    return ProbedTensor(shape: [2, matrix.diagonal.count], values: matrix.diagonal + matrix.beside)
  }

  /// Second derivatives times a direction, in all parameters. Portions of the dataset are combined in order in double precision.
  private func product(_ products: ExperimentPrograms.Hessian, _ bound: BoundPortions, with direction: [Double]) -> [Double] {
    setDirection(direction)
    let counts = experiment.model.parameters.map(\.shape.count)
    var result = [Double](repeating: 0, count: direction.count)
    for index in 0..<products.portions.portionCount {
      let batch = bound.batch(index)
      batch.takeSamples(from: products.portions.range(index).lowerBound)
      machine.run(batch.reading, in: arena)
      let weight = Double(batch.samples) / Double(products.portions.count)
      batch.addOutputs(from: 0, counts, weight: weight, of: precision, to: &result)
    }
    return result
  }

  /// Writes the first direction of all parameters.
  private func setDirection(_ numbers: [Double]) {
    var first = 0
    for parameter in experiment.model.parameters {
      let next = first + parameter.shape.count
      write(.numbers(Array(numbers[first..<next])), to: SlotName.direction(0, of: parameter.name))
      first = next
    }
  }
}
