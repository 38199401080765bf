import GraphSamples
import Kernels
import Runtime
import TensorGraph

extension ProgramRequest {
  /// Whether the request gives the same bits planned tile by tile, on every instruction set and on several threads, as planned without.
  func isUnchangedByTiles(_ precision: Precision, seed: UInt64) -> Bool {
    // Averages of squares are not negative.
    let range = graph.vertices.contains { $0.operation == .unary(.sqrt) } ? 0.1...0.9 : -0.9...0.9
    let sources = randomSources(seed: seed, in: range)
    let plain = PlannedRun(self, precision, sources, tiling: .none)
    for set in InstructionSet.available {
      for threads in set == .best ? [1, 3] : [1] {
        let run = PlannedRun(self, precision, sources, threads: threads, instructionSet: set, tiling: .always)
        if run.resident.difference(from: plain.resident) != nil || run.outputs.difference(from: plain.outputs) != nil {
          return false
        }
      }
    }
    return true
  }
}

extension [String: ReferenceTensor] {
  /// The name of a tensor that holds other numbers there; NaN is one number.
  fileprivate func difference(from others: [String: ReferenceTensor]) -> String? {
    keys.first { name in
      guard let own = self[name]?.values, let other = others[name]?.values, own.count == other.count else { return true }
      return zip(own, other).contains { $0.bitPattern != $1.bitPattern && !($0.isNaN && $1.isNaN) }
    }
  }
}
