import TensorGraph

/// A stream of numbers that is the same in every run: tests that fail, fail again.
package struct Draws {
  private var state: UInt64

  /// A stream that depends on the seed alone.
  package init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

  /// The next 64 bits.
  package mutating func word() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in the range.
  package mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(word() >> 11) * 0x1p-53
  }

  /// One of the integers in the range.
  package mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(word() % UInt64(range.count))
  }

  /// One of some values, of which there is at least one.
  package mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[integer(in: 0...choices.count - 1)] }

  /// A tensor with elements uniform in the range.
  package mutating func tensor(_ shape: Shape, in range: ClosedRange<Double> = -1...1) -> ReferenceTensor {
    ReferenceTensor(shape, (0..<shape.count).map { _ in number(in: range) })
  }
}
