// Operations whose operands vary with the rows, or with the columns, of tensors whose rows are whole vectors: they read these where
// they lie, row by row, and nothing need be spread over a tile first.

import CPUFeatures

extension ElementwiseProgram {
  /// The vectors of a row, if every broadcast input has one number (of interleaved tensors: one vector) for each row or one for each
  /// column of the same rows; else 0.
  @inline(__always)
  static func rowVectors(
    _ i: UnsafePointer<cs_instruction>, _ inputs: UnsafePointer<cs_input>
  ) -> Int {
    let (count, lanes) = (Int(i.pointee.n0), 64 / cs_type_bytes(i.pointee.type))
    var row = 0
    for n in 0..<Int(i.pointee.n1) where inputs[n].isBroadcast(over: count) {
      let (inner, mid) = (Int(inputs[n].inner &* inputs[n].width), Int(inputs[n].mid))
      let own = inputs[n].inner > 1 ? inner : inner &* mid
      if own % lanes != 0 || (inputs[n].inner > 1 ? inner &* mid != count : count % own != 0) { return 0 }
      if row != 0 && own != row { return 0 }
      row = own
    }
    return row <= 64 &* lanes ? row / lanes : 0
  }

  /// Whether all that is done with an input is arithmetic of two operands.
  @inline(__always)
  func isReadByRows(_ n: Int) -> Bool {
    for j in 0..<operationCount {
      let operation = operations[j]
      let reads = operation.a == Int32(n) || (operation.micro.takesTwo && operation.b == Int32(n))
        || (operation.micro.takesThree && operation.c == Int32(n))
      if reads && !operation.micro.isArithmetic { return false }
    }
    for o in 0..<outputCount where outputs[o].source == Int64(n) { return false }
    return true
  }
}

extension cs_input {
  /// Whether there are fewer of it than elements, and not one alone.
  @inline(__always)
  func isBroadcast(over count: Int) -> Bool { mid != 1 && (inner != 1 || mid &* width != Int64(count)) }
}

extension cs_micro {
  @inline(__always) fileprivate var isArithmetic: Bool {
    rawValue >= cs_micro.add.rawValue && rawValue <= cs_micro.div.rawValue
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Runs an operation row by row. `inner` are the vectors of a row, `mid` and `start` the bytes from row to row of its operands, `c_step`
  /// is the micro-operation. An operand of a single number a row is as far from the next as a number is long.
  @inline(__always)
  static func runRows(
    _ bound: UnsafePointer<cs_bound>, to: UnsafeMutableRawPointer, offset: Int, vectors: Int
  ) {
    let columns = Int(bound.pointee.inner)
    let first = offset / 64 / columns
    let (rowA, rowB) = (Int(bound.pointee.mid), Int(bound.pointee.start))
    let a = bound.pointee.a + (first &* rowA & Int(bound.pointee.a_moves))
    let b = bound.pointee.b + (first &* rowB & Int(bound.pointee.b_moves))
    let (stepA, stepB) = (Int(bound.pointee.a_step), Int(bound.pointee.b_step))
    @inline(__always)
    func each(_ f: (Lanes, Lanes) -> Lanes) {
      var place = to
      for row in 0..<(vectors / columns) {
        var (x, y) = (a + row &* rowA, b + row &* rowB)
        if stepA == 0 {
          let fixed = rowA == size ? Lanes(repeating: load(x, Self.self)) : load(x, Lanes.self)
          for _ in 0..<columns {
            store(f(fixed, rowB == size ? Lanes(repeating: load(y, Self.self)) : load(y, Lanes.self)), place)
            y += stepB
            place += 64
          }
        } else {
          let fixed = rowB == size ? Lanes(repeating: load(y, Self.self)) : load(y, Lanes.self)
          for _ in 0..<columns {
            store(f(load(x, Lanes.self), stepB == 0 ? fixed : load(y, Lanes.self)), place)
            x += stepA
            y += stepB
            place += 64
          }
        }
      }
    }
    switch Int32(bound.pointee.c_step) {
    case cs_micro.add.rawValue: each { $0 + $1 }
    case cs_micro.sub.rawValue: each { $0 - $1 }
    case cs_micro.mul.rawValue: each { $0 * $1 }
    default: each { $0 / $1 }
    }
  }
}
