import Kernels
import Testing

@Suite("Elementary functions give the same bits everywhere")
struct ElementaryBitsTests {
  @Test("on every instruction set, for 2^20 random bit patterns", arguments: ElementaryFunction.allCases)
  func instructionSets(function: ElementaryFunction) {
    let count = 1 << 20
    let stream = RandomStream(seed: 1, name: "bit patterns")
    let words = (0..<UInt64(count / 2)).map { stream.word(at: $0) }
    words.withUnsafeBytes { bytes in
      let floats = InstructionSet.available.map { digest(function, bytes.bindMemory(to: Float.self), on: $0) }
      #expect(Set(floats).count == 1)
      let doubles = InstructionSet.available.map { digest(function, bytes.bindMemory(to: Double.self), on: $0) }
      #expect(Set(doubles).count == 1)
    }
  }

  @Test("on every instruction set, for arguments of usual size", arguments: ElementaryFunction.allCases)
  func usualArguments(function: ElementaryFunction) {
    var values = [Double](repeating: 0, count: 1 << 16)
    let stream = RandomStream(seed: 2, name: "arguments")
    values.withUnsafeMutableBufferPointer { stream.fillNormal($0, standardDeviation: 8) }
    let floats = values.map(Float.init)
    var digests: (doubles: Set<UInt64>, floats: Set<UInt64>) = ([], [])
    for set in InstructionSet.available {
      digests.doubles.insert(values.withUnsafeBufferPointer { digest(function, $0, on: set) })
      digests.floats.insert(floats.withUnsafeBufferPointer { digest(function, $0, on: set) })
    }
    #expect(digests.doubles.count == 1 && digests.floats.count == 1)
  }

  @Test("whatever stands beside them, and at every length", arguments: ElementaryFunction.allCases)
  func neighbours(function: ElementaryFunction) {
    let values: [Float] = [
      0.3, -2.5, 1e20, 7, .infinity, -0.0, 0x1p-133, 100, 33, -1e6, .nan, 2, 3, 0.9, 1.5, -88, 4.5,
    ]
    for set in InstructionSet.available {
      for length in 1...values.count {
        var together = Array(values[..<length])
        function.apply(values, &together, count: length, on: set)
        for i in 0..<length {
          #expect(together[i].bitPattern == function(values[i], on: set).bitPattern)
        }
      }
    }
  }

  /// FNV-1a of the results' words.
  private func digest(
    _ function: ElementaryFunction, _ x: UnsafeBufferPointer<Float>, on set: InstructionSet
  ) -> UInt64 {
    var y = [Float](repeating: 0, count: x.count)
    function.apply(x.baseAddress!, &y, count: x.count, on: set)
    return y.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01b3 }
  }

  private func digest(
    _ function: ElementaryFunction, _ x: UnsafeBufferPointer<Double>, on set: InstructionSet
  ) -> UInt64 {
    var y = [Double](repeating: 0, count: x.count)
    function.apply(x.baseAddress!, &y, count: x.count, on: set)
    return y.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ $1.bitPattern) &* 0x100_0000_01b3 }
  }
}
