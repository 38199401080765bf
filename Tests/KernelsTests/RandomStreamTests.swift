import Kernels
import Testing

@Suite("Random numbers")
struct RandomStreamTests {
  struct Vector: CustomTestStringConvertible {
    let counter: Philox.Block
    let key: UInt64
    let expected: Philox.Block
    var testDescription: String { "key \(key)" }
  }

  /// `philox4x32 10` of the file kat_vectors of Random123 1.x; the last is computed with its philox.h.
  static let vectors = [
    Vector(
      counter: Philox.Block(0, 0, 0, 0), key: 0,
      expected: Philox.Block(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
    Vector(
      counter: Philox.Block(.max, .max, .max, .max), key: .max,
      expected: Philox.Block(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)),
    Vector(
      counter: Philox.Block(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: 0x299f_31d0_a409_3822,
      expected: Philox.Block(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)),
    Vector(
      counter: Philox.Block(1, 2, 3, 4), key: 0x6_0000_0005,
      expected: Philox.Block(0xc0c8_39bc, 0x889c_87c5, 0x6198_6739, 0x2d46_23d0)),
  ]

  @Test("Philox 4x32-10 agrees with the published vectors", arguments: vectors)
  func knownAnswers(_ v: Vector) { #expect(Philox.block(v.counter, key: v.key) == v.expected) }

  @Test("a stream's key is the stated function of seed and name")
  func keys() {
    #expect(RandomStream(seed: 1, name: "init.hidden.weight").key == 0x3a62_6f77_72e9_099d)
    #expect(RandomStream(seed: 1, name: "").key == 0x3617_8ff4_2bee_28e5)
    #expect(RandomStream(seed: 0, name: "").key != RandomStream(seed: 1, name: "").key)
  }

  @Test("the first numbers of a stream never change")
  func golden() {
    let stream = RandomStream(seed: 1, name: "init.hidden.weight")
    let words: [UInt64] = [0x5425_3d17_d250_afb4, 0x4c2d_1f14_af41_9106, 0x8f31_7d06_b39a_78d7]
    #expect((0..<3).map { stream.word(at: $0) } == words)
    #expect((0..<3).map { stream.uniform(at: $0) } == [0.32869321662502904, 0.2975634980678079, 0.5593488828049916])
    #expect((0..<3).map { stream.normal(at: $0) } == [-0.2628540698828743, 0.8532091328948935, -1.2335728075351864])
    #expect((0..<6).map { stream.integer(below: 100, at: $0) } == [32, 55, 36, 48, 53, 15])
    #expect(stream.permutation(count: 8) == [5, 6, 7, 1, 2, 0, 4, 3])
    #expect(stream.substream(3).word(at: 0) == 0xb06c_a630_7d48_52bd)
    #expect(stream.substream(0) == stream)
  }

  @Test("filled buffers hold the numbers of the stream", arguments: InstructionSet.available)
  func fills(on set: InstructionSet) {
    let stream = RandomStream(seed: 7, name: "fill").substream(5)
    for count in [0, 1, 2, 7, 8, 15, 16, 17, 33, 100] {
      for first: UInt64 in [0, 1, 6, 0xffff_fff9, 0x1_ffff_fff2] {
        var u = [Double](repeating: -1, count: count + 1)
        var z = u
        var f = [Float](repeating: -1, count: count + 1)
        u.withUnsafeMutableBufferPointer {
          stream.fillUniform(UnsafeMutableBufferPointer(rebasing: $0[..<count]), first: first, on: set)
        }
        z.withUnsafeMutableBufferPointer {
          stream.fillNormal(UnsafeMutableBufferPointer(rebasing: $0[..<count]), first: first, on: set)
        }
        f.withUnsafeMutableBufferPointer {
          stream.fillNormal(
            UnsafeMutableBufferPointer(rebasing: $0[..<count]), mean: 3, standardDeviation: 0.1, first: first,
            on: set)
        }
        for i in 0..<count {
          let index = first + UInt64(i)
          #expect(u[i] == stream.uniform(at: index))
          #expect(z[i] == stream.normal(at: index))
          #expect(f[i] == Float(3.0.addingProduct(0.1, stream.normal(at: index))))
        }
        #expect(u[count] == -1 && z[count] == -1 && f[count] == -1)
      }
    }
  }

  @Test("normal numbers have the moments and tails of the normal distribution")
  func moments() {
    let n = 1 << 20
    var z = [Double](repeating: 0, count: n)
    z.withUnsafeMutableBufferPointer { RandomStream(seed: 11, name: "moments").fillNormal($0) }
    let count = Double(n)
    func mean(_ f: (Double) -> Double) -> Double { z.reduce(0) { $0 + f($1) } / count }
    // Five standard errors each.
    #expect(abs(mean { $0 }) < 5 / count.squareRoot())
    #expect(abs(mean { $0 * $0 } - 1) < 5 * (2 / count).squareRoot())
    #expect(abs(mean { $0 * $0 * $0 }) < 5 * (15 / count).squareRoot())
    #expect(abs(mean { $0 * $0 * $0 * $0 } - 3) < 5 * (96 / count).squareRoot())
    let beyond3 = 0.0026997960632601866
    #expect(abs(mean { abs($0) > 3 ? 1 : 0 } - beyond3) < 5 * (beyond3 / count).squareRoot())
    #expect(abs(zip(z, z.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / count) < 5 / count.squareRoot())
  }

  @Test("uniform numbers fill their interval evenly")
  func uniformity() {
    let n = 1 << 20
    var u = [Double](repeating: 0, count: n)
    u.withUnsafeMutableBufferPointer { RandomStream(seed: 12, name: "uniform").fillUniform($0) }
    #expect(u.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(chiSquared(u.map { Int($0 * 256) }, bins: 256) < 255 + 5 * (2.0 * 255).squareRoot())
    var f = [Float](repeating: 0, count: 1000)
    f.withUnsafeMutableBufferPointer { RandomStream(seed: 12, name: "uniform").fillUniform($0, from: -2, to: 3) }
    #expect(f.allSatisfy { $0 >= -2 && $0 <= 3 })
  }

  @Test("integers are equally likely, and large bounds are not biased", arguments: [2, 3, 10, 97, 1000])
  func integers(bound: Int) {
    let stream = RandomStream(seed: 13, name: "integers")
    let draws = (0..<UInt64(200_000)).map { stream.integer(below: bound, at: $0) }
    #expect(draws.allSatisfy { (0..<bound).contains($0) })
    #expect(chiSquared(draws, bins: bound) < Double(bound - 1) + 5 * (2 * Double(bound - 1)).squareRoot())
    let large = 3 << 61  // a quarter of all words is refused
    let thirds = (0..<UInt64(30_000)).map { stream.integer(below: large, at: $0) / (1 << 61) }
    #expect(chiSquared(thirds, bins: 3) < 2 + 5 * 2)
  }

  @Test("permutations hold every element once and every order equally often")
  func permutations() {
    let stream = RandomStream(seed: 14, name: "order")
    for count in [0, 1, 2, 5, 1000] { #expect(stream.permutation(count: count).sorted() == Array(0..<count)) }
    let codes = (0..<UInt64(24_000)).map { i in
      stream.substream(i).permutation(count: 4).reduce(0) { $0 * 4 + $1 }
    }
    let kinds = Set(codes).sorted()
    #expect(kinds.count == 24)
    let numbers = codes.map { code in kinds.firstIndex(of: code) ?? 0 }
    #expect(chiSquared(numbers, bins: 24) < 23 + 5 * (2.0 * 23).squareRoot())
  }

  @Test("streams of other names, seeds and substreams are unrelated")
  func independence() {
    let n = 100_000
    func numbers(_ s: RandomStream) -> [Double] {
      var z = [Double](repeating: 0, count: n)
      z.withUnsafeMutableBufferPointer { s.fillNormal($0) }
      return z
    }
    let a = numbers(RandomStream(seed: 1, name: "a"))
    for other in [
      RandomStream(seed: 1, name: "b"), RandomStream(seed: 2, name: "a"),
      RandomStream(seed: 1, name: "a").substream(1),
    ] {
      let correlation = zip(a, numbers(other)).reduce(0) { $0 + $1.0 * $1.1 } / Double(n)
      #expect(abs(correlation) < 5 / Double(n).squareRoot())
    }
  }

  private func chiSquared(_ values: [Int], bins: Int) -> Double {
    var counts = [Int](repeating: 0, count: bins)
    for v in values { counts[v] += 1 }
    let expected = Double(values.count) / Double(bins)
    return counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
  }
}
