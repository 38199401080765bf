import CPUFeatures
import Kernels
import TensorGraph

extension Session {
  /// Finds the first tensor that made the loss of the present batch infinite or not a number: a parameter, or the earliest value of the
  /// update, whose instructions are run again one at a time.
  ///
  /// - Precondition: the last update was refused because its loss was not finite, so that its parameters and rows are still there.
  /// - Parameters:
  ///   - samples: size of the batch.
  ///   - step: completed updates.
  func findNonfinite(samples: Int, step: Int) -> NonfiniteFinding {
    for parameter in experiment.model.parameters {
      if let value = firstNonfinite(values(parameter.name)) {
        return NonfiniteFinding(
          step: step, tensor: "the parameter `\(parameter.name)`", value: value, origin: parameter.origin)
      }
    }
    // A tile shows only what leaves it; without tiles the same bits come out one after the other, if there is room for all of them.
    let plain = ExperimentPrograms.planWithoutTiles(experiment, samples: samples)
    if plain.arenaBytes <= max(Self.mostBytesToLookCloser, 2 * programs.plan.arenaBytes) {
      let copy = Arena(byteCount: plain.arenaBytes)
      copy.base.copyMemory(from: arena.base, byteCount: plain.layout.bytes)
      copy.write(plain.constants, at: plain.constantsOffset)
      if let found = firstNonfinite(plain.programs[0], plain, in: copy, step: step) { return found }
    } else if let found = firstNonfinite(
      program(programs.training, samples: samples).program, programs.plan, in: arena, step: step)
    {
      return found
    }
    return NonfiniteFinding(step: step, tensor: "the loss", value: "nan", origin: experiment.training.origin)
  }

  private static var mostBytesToLookCloser: Int { 1 << 30 }

  /// The first bad value that a program makes.
  private func firstNonfinite(
    _ program: Program, _ plan: Plan, in arena: borrowing Arena, step: Int
  ) -> NonfiniteFinding? {
    for instruction in program.instructions {
      machine.run([instruction], in: arena)
      for (offset, count) in plan.results(of: instruction, in: program) {
        let values =
          precision == .float32
          ? arena.read(Float.self, at: offset, count: count).map { Double($0) }
          : arena.read(Double.self, at: offset, count: count)
        guard let value = firstNonfinite(values) else { continue }
        let vertex = instruction.vertex >= 0 ? program.graph.vertices[Int(instruction.vertex)] : nil
        let name = vertex.map { "the result of `\($0.operation.primitive.name)`, \($0.shape)" } ?? "a result"
        return NonfiniteFinding(step: step, tensor: name, value: value, origin: vertex?.origin)
      }
    }
    return nil
  }

  private func firstNonfinite(_ values: [Double]) -> String? {
    values.first { !$0.isFinite }.map { $0.isNaN ? "nan" : $0 < 0 ? "-inf" : "inf" }
  }
}
