import Kernels
import KernelsBase
import Testing
import ZKernelsV3
import ZKernelsV4

/// The vector generators of every instruction set beside the published vectors of Philox 4x32-10.
///
/// A uniform draw shows the upper 53 of the 64 bits of a word. Draws are counted two to a block, so the vector paths see counters
/// whose lower half is below 2⁶³; two of the published ones lie beyond, and stand here for their key and upper half with the highest
/// bit cleared, against the scalar generator, which `RandomStreamTests` holds to the published numbers.
@Suite("Philox in vectors")
struct PhiloxVectorTests {
  /// Uniform draws number `first` and on.
  private static func draws(_ set: InstructionSet, key: UInt64, high: UInt64, first: UInt64, count: Int) -> [Double] {
    var target = [Double](repeating: -1, count: count)
    switch set {
    case .base: KernelsBase.fillRandom(0, key, high, first, 1, 0, &target, count)
    case .avx2: ZKernelsV3.fillRandom(0, key, high, first, 1, 0, &target, count)
    case .avx512: ZKernelsV4.fillRandom(0, key, high, first, 1, 0, &target, count)
    }
    return target
  }

  private static func unit(_ word: UInt64) -> Double { Double(word >> 11) * 0x1p-53 }

  @Test("the published vector of counter 0 and key 0 comes out of every vector path", arguments: InstructionSet.available)
  func published(on set: InstructionSet) throws {
    let vector = try #require(RandomStreamTests.vectors.first { $0.key == 0 })
    let draws = Self.draws(set, key: 0, high: 0, first: 0, count: 2)
    #expect(draws == [Self.unit(vector.expected.first), Self.unit(vector.expected.second)])
  }

  @Test("key and counter of every published vector give the scalar words in every lane", arguments: InstructionSet.available)
  func lanes(on set: InstructionSet) {
    for vector in RandomStreamTests.vectors {
      let block = vector.counter.first & (.max >> 1)
      // Sixteen blocks in two vectors; the last start carries from the low word into the second.
      for start in [block &- 7, block, 0xffff_fffb] where start < 1 << 63 {
        let draws = Self.draws(set, key: vector.key, high: vector.counter.second, first: start * 2, count: 32)
        for lane in 0..<16 {
          let counter = Philox.Block(first: start + UInt64(lane), second: vector.counter.second)
          let words = Philox.block(counter, key: vector.key)
          #expect(draws[2 * lane] == Self.unit(words.first), "\(vector), block \(lane) from \(start)")
          #expect(draws[2 * lane + 1] == Self.unit(words.second), "\(vector), block \(lane) from \(start)")
        }
      }
    }
  }
}
