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

  /// The derivatives of every output for every sample by all parameters, (samples · outputs, parameters).
  /// - Parameter isAtStart: whether with the parameters as they were initialized. The present ones are put back bit by bit.
  package func jacobian(_ jacobian: ExperimentPrograms.Jacobian, isAtStart: Bool) -> ProbedTensor {
    let slots = isAtStart ? experiment.model.parameters.map { programs.slot($0.name) } : []
    let kept = slots.map { arena.read(UInt8.self, at: $0.offset, count: $0.bytes) }
    for slot in slots { write(.numbers(initialValues(slot.name)), to: slot.name) }
    let parameters = experiment.model.parameters.numberCount
    let rows = jacobian.samples * experiment.model.outputShape.count
    var values: [Double] = []
    values.reserveCapacity(rows * parameters)
    for sample in 0..<jacobian.samples {
      takeSamples(sample..<(sample + 1), of: Portions(count: jacobian.samples, size: 1))
      run(jacobian.program, from: 0, to: jacobian.program.program.instructions.count)
      for output in jacobian.program.program.outputs { values += read(output.offset, count: output.shape.count) }
    }
    for (slot, bytes) in zip(slots, kept) { arena.write(bytes, at: slot.offset) }
    return ProbedTensor(shape: [rows, parameters], values: values)
  }
}
