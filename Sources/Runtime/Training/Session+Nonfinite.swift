import CPUFeatures
import Kernels
import TensorGraph

extension Session {
  /// Finds the first tensor that made the loss of the present batch infinite or not a number: a parameter, or the earliest value of the
  /// program, whose instructions are run again one at a time.
  ///
  /// - Precondition: the last update was refused because its loss was not finite, so that its parameters and rows are still there.
  /// - Parameters:
  ///   - samples: size of the batch.
  ///   - step: completed updates.
  func findNonfinite(samples: Int, step: Int) -> NonfiniteFinding {
    let batch = program(programs.training, samples: samples)
    for parameter in experiment.model.parameters {
      if let value = firstNonfinite(values(parameter.name)) {
        return NonfiniteFinding(
          step: step, tensor: "the parameter `\(parameter.name)`", value: value, origin: parameter.origin)
      }
    }
    let program = batch.program
    for (index, instruction) in program.instructions.enumerated() {
      run(batch, from: index, to: index + 1)
      for (offset, count) in programs.plan.results(of: instruction, in: program) {
        guard let value = firstNonfinite(read(offset, count: count)) else { continue }
        let vertex = instruction.vertex >= 0 ? program.graph.vertices[Int(instruction.vertex)] : nil
        let name = vertex.map { "the result of `\($0.operation.primitive.name)`, \($0.shape)" } ?? "a result"
        return NonfiniteFinding(step: step, tensor: name, value: value, origin: vertex?.origin)
      }
    }
    return NonfiniteFinding(step: step, tensor: "the loss", value: "nan", origin: experiment.training.origin)
  }

  private func firstNonfinite(_ values: [Double]) -> String? {
    values.first { !$0.isFinite }.map { $0.isNaN ? "nan" : $0 < 0 ? "-inf" : "inf" }
  }
}
