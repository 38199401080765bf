// The loops of the elementwise micro-operations: one pass over a tile of whole 64-byte vectors.
//
// An operand advances by 64 bytes a vector, or by 0 when it holds the same value everywhere: one loop serves vector ∘
// vector, vector ∘ scalar and scalar ∘ vector, and the repeated load is served by L1.

import CPUFeatures

/// A stream of vectors: where it starts and how far apart the vectors are (64 or 0 bytes).
struct Stream {
  var base: UnsafeMutableRawPointer
  var step: Int
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Runs one micro-operation over `vectors` vectors. `to` may be the same memory as an operand of step 64.
  @inline(__always)
  static func runMicro(
    _ micro: cs_micro, to: UnsafeMutableRawPointer, _ a: Stream, _ b: Stream, _ c: Stream, vectors: Int
  ) {
    switch micro {
    case .copy: unary(to, a, vectors) { $0 }
    case .negate: unary(to, a, vectors) { negation($0) }
    case .abs: unary(to, a, vectors) { magnitude($0) }
    case .sign: unary(to, a, vectors) { signs($0) }
    case .step: unary(to, a, vectors) { choose(isLess(Lanes.zero, $0), Lanes(repeating: 1), Lanes.zero) }
    case .relu: unary(to, a, vectors) { choose(isLess($0, Lanes.zero), Lanes.zero, $0) }
    case .exp: unary(to, a, vectors) { exp($0) }
    case .log: unary(to, a, vectors) { log($0) }
    case .tanh: unary(to, a, vectors) { tanh($0) }
    case .sigmoid: unary(to, a, vectors) { sigmoid($0) }
    case .softplus: unary(to, a, vectors) { softplus($0) }
    case .sin: unary(to, a, vectors) { sin($0) }
    case .cos: unary(to, a, vectors) { cos($0) }
    case .sqrt: unary(to, a, vectors) { root($0) }
    case .erf: unary(to, a, vectors) { erf($0) }
    case .add: binary(to, a, b, vectors) { $0 + $1 }
    case .sub: binary(to, a, b, vectors) { $0 - $1 }
    case .mul: binary(to, a, b, vectors) { $0 * $1 }
    case .div: binary(to, a, b, vectors) { $0 / $1 }
    // The second comparison keeps a NaN of the first operand; one of the second fails the first comparison and stays
    // by itself.
    case .max: binary(to, a, b, vectors) { choose(either(isLess($1, $0), isNaN($0)), $0, $1) }
    case .min: binary(to, a, b, vectors) { choose(either(isLess($0, $1), isNaN($0)), $0, $1) }
    case .fma: ternary(to, a, b, c, vectors) { multiplyAdd($0, $1, $2) }
    // What only sheets have is run by them.
    default: break
    }
  }

  @inline(__always)
  private static func signs(_ x: Lanes) -> Lanes {
    choose(
      isLess(Lanes.zero, x), Lanes(repeating: 1), choose(isLess(x, Lanes.zero), Lanes(repeating: -1), x))
  }

  @inline(__always)
  private static func unary(_ to: UnsafeMutableRawPointer, _ a: Stream, _ vectors: Int, _ f: (Lanes) -> Lanes) {
    for j in 0..<vectors { store(f(load(a.base + j &* a.step, Lanes.self)), to + j &* 64) }
  }

  @inline(__always)
  private static func binary(
    _ to: UnsafeMutableRawPointer, _ a: Stream, _ b: Stream, _ vectors: Int, _ f: (Lanes, Lanes) -> Lanes
  ) {
    for j in 0..<vectors {
      store(f(load(a.base + j &* a.step, Lanes.self), load(b.base + j &* b.step, Lanes.self)), to + j &* 64)
    }
  }

  @inline(__always)
  private static func ternary(
    _ to: UnsafeMutableRawPointer, _ a: Stream, _ b: Stream, _ c: Stream, _ vectors: Int,
    _ f: (Lanes, Lanes, Lanes) -> Lanes
  ) {
    for j in 0..<vectors {
      let x = load(a.base + j &* a.step, Lanes.self)
      let y = load(b.base + j &* b.step, Lanes.self)
      store(f(x, y, load(c.base + j &* c.step, Lanes.self)), to + j &* 64)
    }
  }
}

extension Float {
  @inline(never)
  static func micro(
    _ micro: cs_micro, to: UnsafeMutableRawPointer, _ a: Stream, _ b: Stream, _ c: Stream, vectors: Int
  ) {
    runMicro(micro, to: to, a, b, c, vectors: vectors)
  }
}

extension Double {
  @inline(never)
  static func micro(
    _ micro: cs_micro, to: UnsafeMutableRawPointer, _ a: Stream, _ b: Stream, _ c: Stream, vectors: Int
  ) {
    runMicro(micro, to: to, a, b, c, vectors: vectors)
  }
}
