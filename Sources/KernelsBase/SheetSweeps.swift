// The loops of a sheet's operations: one pass over a tile of rows × vectors.

import CPUFeatures

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// One pass of an operation of three operands. The first one is loaded once a row where it varies with the rows
  /// alone, as the planner sees to where it can.
  @inline(__always)
  private static func sweep(
    _ to: SheetStream, _ a: SheetStream, _ b: SheetStream, _ c: SheetStream, _ rows: Int, _ vectors: Int,
    _ f: (Lanes, Lanes, Lanes) -> Lanes
  ) {
    for r in 0..<rows {
      let (pa, pb, pc) = (a.base + r &* a.row, b.base + r &* b.row, c.base + r &* c.row)
      let target = to.base + r &* to.row
      if a.vector == 0 {
        let x = load(pa, Lanes.self)
        for v in 0..<vectors {
          store(f(x, load(pb + v &* b.vector, Lanes.self), load(pc + v &* c.vector, Lanes.self)), target + v &* 64)
        }
      } else {
        for v in 0..<vectors {
          let x = load(pa + v &* a.vector, Lanes.self)
          store(f(x, load(pb + v &* b.vector, Lanes.self), load(pc + v &* c.vector, Lanes.self)), target + v &* 64)
        }
      }
    }
  }

  /// One pass of an operation of one operand.
  @inline(__always)
  private static func sweep(
    _ to: SheetStream, _ a: SheetStream, _ rows: Int, _ vectors: Int, _ f: (Lanes) -> Lanes
  ) {
    for r in 0..<rows {
      let (from, target) = (a.base + r &* a.row, to.base + r &* to.row)
      for v in 0..<vectors { store(f(load(from + v &* a.vector, Lanes.self)), target + v &* 64) }
    }
  }

  /// One pass of an operation of two operands.
  @inline(__always)
  private static func sweep(
    _ to: SheetStream, _ a: SheetStream, _ b: SheetStream, _ rows: Int, _ vectors: Int, _ f: (Lanes, Lanes) -> Lanes
  ) {
    for r in 0..<rows {
      let (pa, pb) = (a.base + r &* a.row, b.base + r &* b.row)
      let target = to.base + r &* to.row
      for v in 0..<vectors {
        store(f(load(pa + v &* a.vector, Lanes.self), load(pb + v &* b.vector, Lanes.self)), target + v &* 64)
      }
    }
  }

  /// relu, as the micro-operation.
  @inline(__always)
  static func rectified(_ x: Lanes) -> Lanes { choose(isLess(x, Lanes.zero), Lanes.zero, x) }

  /// The micro-operations that may end an affine one.
  @inline(__always)
  private static func ending(_ micro: Int32, _ x: Lanes) -> Lanes {
    switch micro {
    case cs_micro.relu.rawValue: rectified(x)
    case cs_micro.tanh.rawValue: tanh(x)
    default: x
    }
  }

  /// An operation with the ending `micro`, which is a literal within each of the branches.
  @inline(__always)
  private static func withEnding(_ micro: Int32, _ body: (Int32) -> Void) {
    switch micro {
    case cs_micro.relu.rawValue: body(cs_micro.relu.rawValue)
    case cs_micro.tanh.rawValue: body(cs_micro.tanh.rawValue)
    default: body(cs_micro.copy.rawValue)
    }
  }

  /// A hidden layer: chains of products, then `c` if there is one and relu if wanted. Two rows at a time, which share what
  /// they read of the columns; the last one alone, as both.
  @inline(__always)
  private static func affine(
    _ to: SheetStream, _ layer: SheetLayer, _ c: SheetStream?, _ rows: Int, _ vectors: Int, isRelu: Bool
  ) {
    var r = 0
    while r < rows {
      let other = min(r &+ 1, rows &- 1)
      let (x0, x1) = (layer.first + r &* 64, layer.first + other &* 64)
      let (to0, to1) = (to.base + r &* to.row, to.base + other &* to.row)
      for v in 0..<vectors {
        var (s0, s1) = layer.chains(layer.weight + v &* 64, x0, x1, Self.self)
        if let c {
          let at = c.base + v &* c.vector
          s0 = s0 + lanes(at: at + r &* c.row)
          s1 = s1 + lanes(at: at + other &* c.row)
        }
        store(isRelu ? rectified(s0) : s0, to0 + v &* 64)
        store(isRelu ? rectified(s1) : s1, to1 + v &* 64)
      }
      r &+= 2
    }
  }

  /// Runs one of the operations that only sheets have.
  @inline(__always)
  private static func runFused(
    _ operation: cs_operation, _ constant: UnsafeMutableRawPointer, _ registers: UnsafePointer<SheetStream>,
    _ rows: Int, _ vectors: Int
  ) {
    let splat = SheetStream(base: constant, row: 0, vector: 0)
    let to = registers[Int(operation.destination)]
    let a = operation.a >= 0 ? registers[Int(operation.a)] : splat
    let b = operation.b >= 0 ? registers[Int(operation.b)] : splat
    let c = operation.c >= 0 ? registers[Int(operation.c)] : splat
    let one = Lanes(repeating: 1)
    switch operation.micro {
    case .affine:
      let bias = operation.c == CS_NONE ? nil : c
      let end = operation.detail >> 8
      affine(to, SheetLayer(registers, operation), bias, rows, vectors, isRelu: end == cs_micro.relu.rawValue)
      if end == cs_micro.tanh.rawValue { runFunction(.tanh, to, to, rows, vectors) }
    case .multiplyAdd:
      withEnding(operation.detail >> 8) { end in
        sweep(to, a, b, c, rows, vectors) { x, y, z in ending(end, x * y + z) }
      }
    case .subtractProduct: sweep(to, a, b, c, rows, vectors) { $2 - $0 * $1 }
    case .tripleProduct: sweep(to, a, b, c, rows, vectors) { ($0 * $1) * $2 }
    case .stepProduct: sweep(to, a, b, c, rows, vectors) { $0 * $1 * choose(isLess(Lanes.zero, $2), one, Lanes.zero) }
    case .squareProduct: sweep(to, a, b, c, rows, vectors) { ($0 * $1) * (one - $2 * $2) }
    default: break
    }
  }

  /// Runs one operation over the tile.
  @inline(__always)
  static func runSheetOperation(
    _ operation: UnsafePointer<cs_operation>, _ constant: UnsafeMutableRawPointer,
    _ registers: UnsafePointer<SheetStream>, _ rows: Int, _ vectors: Int
  ) {
    let operation = operation.pointee
    if operation.micro.rawValue >= cs_micro.affine.rawValue {
      runFused(operation, constant, registers, rows, vectors)
      return
    }
    let splat = SheetStream(base: constant, row: 0, vector: 0)
    let to = registers[Int(operation.destination)]
    let a = operation.a >= 0 ? registers[Int(operation.a)] : splat
    let b = operation.b >= 0 ? registers[Int(operation.b)] : splat
    let c = operation.c >= 0 ? registers[Int(operation.c)] : splat
    switch operation.micro {
    case .copy: sweep(to, a, rows, vectors) { $0 }
    case .negate: sweep(to, a, rows, vectors) { negation($0) }
    case .abs: sweep(to, a, rows, vectors) { magnitude($0) }
    case .sign: sweep(to, a, rows, vectors) { signs($0) }
    case .step: sweep(to, a, rows, vectors) { choose(isLess(Lanes.zero, $0), Lanes(repeating: 1), Lanes.zero) }
    case .relu: sweep(to, a, rows, vectors) { rectified($0) }
    case .sqrt: sweep(to, a, rows, vectors) { root($0) }
    case .add: sweep(to, a, b, rows, vectors) { $0 + $1 }
    case .sub: sweep(to, a, b, rows, vectors) { $0 - $1 }
    case .mul: sweep(to, a, b, rows, vectors) { $0 * $1 }
    case .div: sweep(to, a, b, rows, vectors) { $0 / $1 }
    case .max: sweep(to, a, b, rows, vectors) { choose(either(isLess($1, $0), isNaN($0)), $0, $1) }
    case .min: sweep(to, a, b, rows, vectors) { choose(either(isLess($0, $1), isNaN($0)), $0, $1) }
    case .fma: sweep(to, a, b, c, rows, vectors) { multiplyAdd($0, $1, $2) }
    default:
      runFunction(operation.micro, to, a, rows, vectors)
    }
  }

  /// An elementary function: whole tiles in one call where vectors follow each other.
  @inline(__always)
  private static func runFunction(
    _ micro: cs_micro, _ to: SheetStream, _ a: SheetStream, _ rows: Int, _ vectors: Int
  ) {
    let isWhole = to.row == vectors &* 64 && a.row == to.row && a.vector == 64
    for r in 0..<(isWhole ? 1 : rows) {
      function(
        micro, to: to.base + r &* to.row, Stream(base: a.base + r &* a.row, step: a.vector),
        vectors: isWhole ? rows &* vectors : vectors)
    }
  }
}

extension Float {
  @inline(never)
  static func sheetOperation(
    _ operation: UnsafePointer<cs_operation>, _ constant: UnsafeMutableRawPointer,
    _ registers: UnsafePointer<SheetStream>, _ rows: Int, _ vectors: Int
  ) {
    runSheetOperation(operation, constant, registers, rows, vectors)
  }
}

extension Double {
  @inline(never)
  static func sheetOperation(
    _ operation: UnsafePointer<cs_operation>, _ constant: UnsafeMutableRawPointer,
    _ registers: UnsafePointer<SheetStream>, _ rows: Int, _ vectors: Int
  ) {
    runSheetOperation(operation, constant, registers, rows, vectors)
  }
}
