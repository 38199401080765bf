import CPUFeatures
import GraphSamples
import Runtime
import TensorGraph
import Testing

@Suite struct SlabTests {
  @Test(arguments: 0..<80 as Range<UInt64>, Precision.allCases)
  func `attention slab by slab computes the bits of attention all at once`(_ seed: UInt64, _ precision: Precision) {
    let sample = AttentionSample(seed: seed)
    let isUnchanged = sample.request.isUnchangedByTiles(precision, seed: seed)
    #expect(isUnchanged, "\(sample)")
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `attention slab by slab computes what the reference computes`(_ seed: UInt64) {
    let request = AttentionSample(seed: seed).request
    let difference = request.firstDifference(.float64, request.randomSources(seed: seed, in: -0.9...0.9), within: 1e-11)
    #expect(difference == nil)
  }

  @Test(arguments: [1, 2, 3])
  func `a layer is one step forward and one backward, and nothing over its matrices is left beside them`(_ heads: Int) {
    let sample = AttentionSample(samples: 64, places: 12, heads: heads, size: 6)
    func instructions(_ tiling: Tiling) -> [cs_instruction] {
      Plan(sample.request, .float32, tiling: tiling).programs[0].instructions
    }
    #expect(instructions(.always).count { $0.opcode == .slabs } == 2)
    #expect(!instructions(.always).contains { $0.opcode == .gemm && $0.n3 > 1 })
    #expect(!instructions(.none).contains { $0.opcode == .slabs })
  }

  @Test func `scores that are small stay in memory, which serves them as fast`() {
    let plan = Plan(AttentionSample(samples: 64, places: 12, size: 6).request, .float32)
    #expect(!plan.programs[0].instructions.contains { $0.opcode == .slabs })
  }

  @Test(arguments: [1, 4], [false, true])
  func `large scores of places by places never reach memory`(_ heads: Int, _ isCausal: Bool) {
    let (samples, places) = (64, 200)
    let sample = AttentionSample(samples: samples, places: places, heads: heads, size: 8, isCausal: isCausal)
    func workingBytes(_ tiling: Tiling) -> Int {
      let plan = Plan(sample.request, .float32, tiling: tiling)
      return plan.arenaBytes - plan.constantsOffset
    }
    let scores = samples * heads * places * places * 4
    #expect(workingBytes(.usual) < scores / 2)
    #expect(workingBytes(.none) > 2 * scores)
  }

  @Test func `a slab's own memory is that of some sequences, whatever the batch`() {
    func scratchBytes(_ samples: Int) -> Int {
      Plan(AttentionSample(samples: samples, places: 64, size: 8).request, .float32, tiling: .always).scratchBytes
    }
    #expect(scratchBytes(512) == scratchBytes(64))
  }
}
