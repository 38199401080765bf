import CPUFeatures
import GraphSamples
import Runtime
import TensorGraph
import Testing

@Suite struct SheetTests {
  @Test(arguments: 0..<120 as Range<UInt64>, Precision.allCases)
  func `a training step with sheets computes the bits of one without`(_ seed: UInt64, _ precision: Precision) {
    let sample = SheetSample(seed: seed)
    let isUnchanged = sample.request.isUnchangedByTiles(precision, seed: seed)
    #expect(isUnchanged, "\(sample)")
  }

  @Test(arguments: 200..<400 as Range<UInt64>)
  func `a random graph with sheets computes the bits of one without`(_ seed: UInt64) {
    let request = RandomGraph.request(seed: seed, vertices: 25)
    let isUnchanged = request.isUnchangedByTiles(seed % 2 == 0 ? .float64 : .float32, seed: seed)
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
