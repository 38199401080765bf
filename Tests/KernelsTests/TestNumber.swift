import CPUFeatures

/// The two types that every kernel is tested in.
protocol TestNumber: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  static var type: cs_type { get }
  var pattern: UInt64 { get }
}

extension Float: TestNumber {
  static var type: cs_type { .float32 }
  var pattern: UInt64 { UInt64(bitPattern) }
}

extension Double: TestNumber {
  static var type: cs_type { .float64 }
  var pattern: UInt64 { bitPattern }
}

extension TestNumber {
  static var size: Int { MemoryLayout<Self>.size }
}

/// Whether two numbers have the same bits; NaNs of any kind are the same (their payload is the processor's business).
func same<T: TestNumber>(_ a: T, _ b: T) -> Bool { a.pattern == b.pattern || (a != a && b != b) }

/// A small generator of repeatable numbers.
struct Numbers {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_f491_4f6c_dd1d
  }

  mutating func integer(below limit: Int) -> Int { Int(next() >> 33) % limit }

  /// `count` numbers in (-1, 1) that use the whole significand.
  mutating func list<T: TestNumber>(_ type: T.Type, _ count: Int) -> [T] {
    (0..<count).map { _ in T(Double(Int64(bitPattern: next()) >> 11) * 0x1p-52) }
  }

  /// `count` numbers with ties, zeros of both signs, infinities and NaN among them.
  mutating func wild<T: TestNumber>(_ type: T.Type, _ count: Int) -> [T] {
    let special: [T] = [
      0, -0.0, 1, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
    ]
    return (0..<count).map { _ in
      let n = integer(below: 30)
      return n < special.count ? special[n] : T(integer(below: 7) - 3)
    }
  }
}
