// Operations whose operands vary with the rows, or with the columns, of interleaved tensors: they read these where they
// lie, row by row, and nothing need be spread over a tile first.

import CPUFeatures

extension ElementwiseProgram {
  /// The vectors of a row, if every broadcast input has one number for each row or one for each column of the same rows; else 0.
  @inline(__always)
  static func rowVectors(
    _ i: UnsafePointer<cs_instruction>, _ inputs: UnsafePointer<cs_input>
  ) -> Int {
    var columns = 0
    for n in 0..<Int(i.pointee.n1) where inputs[n].isVectorBroadcast {
      let (inner, mid) = (Int(inputs[n].inner), Int(inputs[n].mid))
      let own = inner > 1 ? inner : mid
      let vectors = Int(i.pointee.n0) / Int(inputs[n].width)
      if inner > 1 ? inner &* mid != vectors : vectors % mid != 0 { return 0 }
      if columns != 0 && own != columns { return 0 }
      columns = own
    }
    return columns <= 64 ? columns : 0
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
  /// Whether it is a broadcast of whole vectors that are not all the same.
  @inline(__always) var isVectorBroadcast: Bool { width != 1 && mid != 1 }
}

extension cs_micro {
  @inline(__always) fileprivate var isArithmetic: Bool {
    rawValue >= cs_micro.add.rawValue && rawValue <= cs_micro.div.rawValue
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Runs an operation row by row. `inner` are the vectors of a row, `mid` and `start` the bytes from row to row of its operands, `c_step`
  /// is the micro-operation.
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
        for _ in 0..<columns {
          store(f(load(x, Lanes.self), load(y, Lanes.self)), place)
          x += stepA
          y += stepB
          place += 64
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
