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
  /// Runs bound operations in order, each over its vectors but at most `vectors` of them, `offset` bytes on from where
  /// they are bound to. `to` may be the same memory as an operand of step 64.
  @inline(__always)
  static func performEach(_ operations: UnsafePointer<cs_bound>, _ count: Int, offset: Int, vectors: Int) {
    var bound = operations
    let end = operations + count
    while bound != end {
      let count = min(Int(bound.pointee.vectors), vectors)
      if bound.pointee.micro.rawValue == CS_ADAM.rawValue {
        adam(bound, offset: offset, vectors: count)
        bound += ElementwiseProgram.adamSpan
      } else {
        runBound(bound, offset, count)
        bound += 1
      }
    }
  }

  /// Runs a micro-operation of one operand over vectors where they lie.
  @inline(__always)
  static func applyInPlace(_ micro: cs_micro, _ vectors: UnsafeMutableRawPointer, vectors count: Int) {
    var bound = cs_bound(
      micro: micro, vectors: Int32(truncatingIfNeeded: count), to_moves: 0, a_moves: 0, b_moves: 0, c_moves: 0,
      a_step: 64, b_step: 64, c_step: 64, to: vectors, a: vectors, b: vectors, c: vectors, inner: 1, mid: 1, start: 0)
    perform(&bound, 1, offset: 0, vectors: count)
  }

  // Functions and moves are calls: their constants would otherwise be loaded ahead of the loop, used or not.
  @inline(__always)
  private static func runBound(_ bound: UnsafePointer<cs_bound>, _ offset: Int, _ vectors: Int) {
    let to = bound.pointee.to + (offset & Int(bound.pointee.to_moves))
    let a = Stream(base: bound.pointee.a + (offset & Int(bound.pointee.a_moves)), step: Int(bound.pointee.a_step))
    var b: Stream {
      Stream(base: bound.pointee.b + (offset & Int(bound.pointee.b_moves)), step: Int(bound.pointee.b_step))
    }
    var c: Stream {
      Stream(base: bound.pointee.c + (offset & Int(bound.pointee.c_moves)), step: Int(bound.pointee.c_step))
    }
    switch bound.pointee.micro {
    case .copy: unary(to, a, vectors) { $0 }
    case .negate: unary(to, a, vectors) { negation($0) }
    case .abs: unary(to, a, vectors) { magnitude($0) }
    case .sign: unary(to, a, vectors) { signs($0) }
    case .step: unary(to, a, vectors) { choose(isLess(Lanes.zero, $0), Lanes(repeating: 1), Lanes.zero) }
    case .relu: unary(to, a, vectors) { choose(isLess($0, Lanes.zero), Lanes.zero, $0) }
    case .sqrt: unary(to, a, vectors) { root($0) }
    case .add: binary(to, a, b, vectors) { $0 + $1 }
    case .sub: binary(to, a, b, vectors) { $0 - $1 }
    case .mul: binary(to, a, b, vectors) { $0 * $1 }
    case .div: binary(to, a, b, vectors) { $0 / $1 }
    // The second comparison keeps a NaN of the first operand; one of the second fails the first comparison and stays
    // by itself.
    case .max: binary(to, a, b, vectors) { choose(either(isLess($1, $0), isNaN($0)), $0, $1) }
    case .min: binary(to, a, b, vectors) { choose(either(isLess($0, $1), isNaN($0)), $0, $1) }
    case .fma: ternary(to, a, b, c, vectors) { multiplyAdd($0, $1, $2) }
    case .exp, .log, .tanh, .sigmoid, .softplus, .sin, .cos, .erf:
      function(bound.pointee.micro, to: to, a, vectors: vectors)
    default:
      if bound.pointee.micro.rawValue == CS_SPLAT.rawValue {
        store(Lanes(repeating: load(a.base, Self.self)), to)
      } else {
        move(bound, to: to, a.base, offset: offset, vectors: vectors)
      }
    }
  }

  /// An elementary function over `vectors` vectors.
  @inline(__always)
  static func runFunction(_ micro: cs_micro, to: UnsafeMutableRawPointer, _ a: Stream, vectors: Int) {
    switch micro {
    case .exp: unary(to, a, vectors) { exp($0) }
    case .log: unary(to, a, vectors) { log($0) }
    case .tanh: unary(to, a, vectors) { tanh($0) }
    case .sigmoid: unary(to, a, vectors) { sigmoid($0) }
    case .softplus: unary(to, a, vectors) { softplus($0) }
    case .sin: unary(to, a, vectors) { sin($0) }
    case .cos: unary(to, a, vectors) { cos($0) }
    case .erf: unary(to, a, vectors) { erf($0) }
    default: break
    }
  }

  /// What a bound operation does that is neither a micro-operation nor a splat.
  @inline(__always)
  static func runMove(
    _ bound: UnsafePointer<cs_bound>, to: UnsafeMutableRawPointer, _ a: UnsafeMutableRawPointer, offset: Int,
    vectors: Int
  ) {
    if bound.pointee.micro.rawValue == CS_SPREAD.rawValue {
      spread(
        a, inner: Int(bound.pointee.inner), mid: Int(bound.pointee.mid),
        from: Int(bound.pointee.start) &+ offset / size, count: vectors &* lanes, to)
    } else if bound.pointee.micro.rawValue == CS_REPEAT.rawValue {
      repeatVectors(
        a, inner: Int(bound.pointee.inner), mid: Int(bound.pointee.mid), from: Int(bound.pointee.start) &+ offset / 64,
        count: vectors, to)
    } else if bound.pointee.micro.rawValue == CS_ROWS.rawValue {
      runRows(bound, to: to, offset: offset, vectors: vectors)
    } else if bound.pointee.micro.rawValue == CS_OUTER.rawValue {
      outerProducts(
        a, bound.pointee.b, width: Int(bound.pointee.inner), from: Int(bound.pointee.start), count: Int(bound.pointee.mid), to)
    } else {
      copyBytes(from: a, to: to, count: min(vectors &* lanes, Int(bound.pointee.mid) &- offset / size) &* size)
    }
  }

  @inline(__always)
  static func signs(_ x: Lanes) -> Lanes {
    choose(
      isLess(Lanes.zero, x), Lanes(repeating: 1), choose(isLess(x, Lanes.zero), Lanes(repeating: -1), x))
  }

  @inline(__always)
  private static func unary(_ to: UnsafeMutableRawPointer, _ a: Stream, _ vectors: Int, _ f: (Lanes) -> Lanes) {
    var (x, place) = (a.base, to)
    for _ in 0..<vectors {
      store(f(load(x, Lanes.self)), place)
      x += a.step
      place += 64
    }
  }

  @inline(__always)
  private static func binary(
    _ to: UnsafeMutableRawPointer, _ a: Stream, _ b: Stream, _ vectors: Int, _ f: (Lanes, Lanes) -> Lanes
  ) {
    var (x, y, place) = (a.base, b.base, to)
    for _ in 0..<vectors {
      store(f(load(x, Lanes.self), load(y, Lanes.self)), place)
      x += a.step
      y += b.step
      place += 64
    }
  }

  @inline(__always)
  private static func ternary(
    _ to: UnsafeMutableRawPointer, _ a: Stream, _ b: Stream, _ c: Stream, _ vectors: Int,
    _ f: (Lanes, Lanes, Lanes) -> Lanes
  ) {
    var (x, y, z, place) = (a.base, b.base, c.base, to)
    for _ in 0..<vectors {
      store(f(load(x, Lanes.self), load(y, Lanes.self), load(z, Lanes.self)), place)
      x += a.step
      y += b.step
      z += c.step
      place += 64
    }
  }
}

extension Float {
  @inline(never)
  static func function(_ micro: cs_micro, to: UnsafeMutableRawPointer, _ a: Stream, vectors: Int) {
    runFunction(micro, to: to, a, vectors: vectors)
  }

  @inline(never)
  static func move(
    _ bound: UnsafePointer<cs_bound>, to: UnsafeMutableRawPointer, _ a: UnsafeMutableRawPointer, offset: Int,
    vectors: Int
  ) {
    runMove(bound, to: to, a, offset: offset, vectors: vectors)
  }

  @inline(never)
  static func perform(_ operations: UnsafePointer<cs_bound>, _ count: Int, offset: Int, vectors: Int) {
    performEach(operations, count, offset: offset, vectors: vectors)
  }
}

extension Double {
  @inline(never)
  static func function(_ micro: cs_micro, to: UnsafeMutableRawPointer, _ a: Stream, vectors: Int) {
    runFunction(micro, to: to, a, vectors: vectors)
  }

  @inline(never)
  static func move(
    _ bound: UnsafePointer<cs_bound>, to: UnsafeMutableRawPointer, _ a: UnsafeMutableRawPointer, offset: Int,
    vectors: Int
  ) {
    runMove(bound, to: to, a, offset: offset, vectors: vectors)
  }

  @inline(never)
  static func perform(_ operations: UnsafePointer<cs_bound>, _ count: Int, offset: Int, vectors: Int) {
    performEach(operations, count, offset: offset, vectors: vectors)
  }
}
