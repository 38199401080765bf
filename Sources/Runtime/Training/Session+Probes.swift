import ExperimentGraph
import Kernels
import TensorGraph

// What probes need that programs compute.

extension Session {
  /// What probes need of the model's way through a dataset, sample after sample. Each sample is computed in the portion in which metrics
  /// take it.
  package func pass(_ pass: ExperimentPrograms.Pass) -> [(need: ProbeNeed, tensor: ProbedTensor)] {
    var values = pass.needs.map { _ in [Double]() }
    var shapes = pass.needs.map { _ in Shape.scalar }
    for index in 0..<pass.portions.portionCount {
      let range = pass.portions.range(index)
      let batch = program(pass.programs, samples: range.count)
      takeSamples(range, of: pass.portions)
      run(batch, from: 0, to: batch.program.instructions.count)
      for (place, output) in batch.program.outputs.enumerated() {
        values[place] += read(output.offset, count: output.shape.count)
        shapes[place] = Shape([pass.portions.count] + output.shape.dimensions.dropFirst())
      }
    }
    return pass.needs.indices.map { (pass.needs[$0], ProbedTensor(shape: shapes[$0], values: values[$0])) }
  }
}
