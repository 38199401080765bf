import CPUFeatures
import GraphSamples
import Kernels
import Runtime
import TensorGraph
import Testing

@Suite struct SheetTests {
  /// Whether a request gives the same bits planned with sheets, on every instruction set and on several threads, as
  /// planned without.
  private func isUnchanged(_ request: ProgramRequest, _ precision: Precision, seed: UInt64) -> Bool {
    // Averages of squares are not negative.
    let range = request.graph.vertices.contains { $0.operation == .unary(.sqrt) } ? 0.1...0.9 : -0.9...0.9
    let sources = request.randomSources(seed: seed, in: range)
    let plain = PlannedRun(request, precision, sources, sheets: false)
    for set in InstructionSet.available {
      for threads in set == .best ? [1, 3] : [1] {
        let run = PlannedRun(request, precision, sources, threads: threads, instructionSet: set)
        if run.resident.difference(from: plain.resident) != nil || run.outputs.difference(from: plain.outputs) != nil {
          return false
        }
      }
    }
    return true
  }

  @Test(arguments: 0..<120 as Range<UInt64>, Precision.allCases)
  func `a training step with sheets computes the bits of one without`(_ seed: UInt64, _ precision: Precision) {
    let sample = SheetSample(seed: seed)
    let isUnchanged = isUnchanged(sample.request, precision, seed: seed)
    #expect(isUnchanged, "\(sample)")
  }

  @Test(arguments: 200..<400 as Range<UInt64>)
  func `a random graph with sheets computes the bits of one without`(_ seed: UInt64) {
    let request = RandomGraph.request(seed: seed, vertices: 25)
    let isUnchanged = isUnchanged(request, seed % 2 == 0 ? .float64 : .float32, seed: seed)
    #expect(isUnchanged)
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `a training step with sheets computes what the reference computes`(_ seed: UInt64) {
    let request = SheetSample(seed: seed).request
    let difference = request.firstDifference(
      .float64, request.randomSources(seed: seed, in: 0.1...0.9), within: 1e-11)
    #expect(difference == nil)
  }

  @Test func `a network of two layers is trained by two sheets, the second of which updates all parameters`() {
    let program = Plan(SheetSample(inputs: 1, units: 500, samples: 50).request, .float32).programs[0]
    #expect(program.instructions.filter { $0.opcode == .sheet }.count == 2)
    #expect(!program.instructions.contains { $0.opcode == .gemm || $0.opcode == .matrixVector })
    #expect(program.instructions.last?.opcode == .sheet)
  }

  @Test(arguments: SheetSample.activations.indices)
  func `large sheets never reach memory, whatever the activation`(_ activation: Int) {
    let (samples, units) = (1000, 20_000)
    let plan = Plan(SheetSample(inputs: 5, units: units, samples: samples, activation: activation).request, .float32)
    let working = plan.arenaBytes - plan.constantsOffset
    #expect(working < samples * units / 4)
  }

  @Test func `a small sheet of a function that is dear is kept, one that takes arithmetic alone is not`() {
    func workingBytes(_ activation: Int) -> Int {
      let plan = Plan(SheetSample(inputs: 1, units: 5000, samples: 40, activation: activation).request, .float32)
      return plan.arenaBytes - plan.constantsOffset
    }
    #expect(workingBytes(0) > 5000 * 40 * 4)
    #expect(workingBytes(1) < 5000 * 40)
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
