// The averages and the step of Adam as one loop. In an elementwise program they are thirteen operations in a fixed order;
// done one after the other over a tile, most of their time goes into storing and loading what lies between them.
//
//   m ← m · c₀ + g · c₁     v ← v · c₂ + (g · g) · c₃     step = (m · c₅) / (√(v · c₄) + c₆) · c₇
//
// Every operation is rounded as by itself: no bit changes.

import CPUFeatures

extension ElementwiseProgram {
  /// The operations of Adam's averages and step.
  static let adamSpan = 13

  /// Marks the places where the operations of a tile are those of Adam.
  @inline(__always)
  func markAdam() {
    var j = 0
    while j &+ Self.adamSpan <= repeatedCount {
      if isAdam(at: j) {
        repeated[j].micro = CS_ADAM
        j &+= Self.adamSpan
      } else {
        j &+= 1
      }
    }
  }

  @inline(__always)
  private func isAdam(at j: Int) -> Bool {
    let b = repeated + j
    return isScaled(b[0]) && isScaled(b[1]) && isSum(b[2], b[0].to, b[1].to)
      && b[3].micro == .mul && b[3].a == b[1].a && b[3].b == b[1].a
      && isScaled(b[4]) && isScaled(b[5]) && b[5].a == b[3].to && isSum(b[6], b[4].to, b[5].to)
      && isScaled(b[7]) && b[7].a == b[6].to && b[8].micro == .sqrt && b[8].a == b[7].to
      && isScaled(b[9]) && b[9].a == b[2].to
      && b[10].micro == .add && b[10].a == b[8].to && b[10].b_step == 0
      && b[11].micro == .div && b[11].a == b[9].to && b[11].b == b[10].to
      && isScaled(b[12]) && b[12].a == b[11].to
      && isForgotten(b, after: j)
  }

  /// A product of something that varies with something that does not.
  @inline(__always)
  private func isScaled(_ o: cs_bound) -> Bool { o.micro == .mul && o.a_step != 0 && o.b_step == 0 }

  @inline(__always)
  private func isSum(_ o: cs_bound, _ a: UnsafeMutableRawPointer, _ b: UnsafeMutableRawPointer) -> Bool {
    o.micro == .add && o.a == a && o.b == b
  }

  /// Whether nothing that follows reads a place in which something lay between the operations.
  @inline(__always)
  private func isForgotten(_ b: UnsafeMutablePointer<cs_bound>, after j: Int) -> Bool {
    for later in (j &+ Self.adamSpan)..<max(j &+ Self.adamSpan, repeatedCount) {
      for between in 0..<(Self.adamSpan &- 1) where between != 2 && between != 6 {
        let place = b[between].to
        if place == b[12].to { continue }
        if repeated[later].a == place || repeated[later].b == place || repeated[later].c == place { return false }
      }
    }
    return true
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  @inline(__always)
  static func runAdam(_ b: UnsafePointer<cs_bound>, offset: Int, vectors: Int) {
    let (c0, c1) = (load(b[0].b, Lanes.self), load(b[1].b, Lanes.self))
    let (c2, c3) = (load(b[4].b, Lanes.self), load(b[5].b, Lanes.self))
    let (c4, c5) = (load(b[7].b, Lanes.self), load(b[9].b, Lanes.self))
    let (c6, c7) = (load(b[10].b, Lanes.self), load(b[12].b, Lanes.self))
    let oldM = b[0].a + (offset & Int(b[0].a_moves))
    let gradient = b[1].a + (offset & Int(b[1].a_moves))
    let oldV = b[4].a + (offset & Int(b[4].a_moves))
    let newM = b[2].to + (offset & Int(b[2].to_moves))
    let newV = b[6].to + (offset & Int(b[6].to_moves))
    let steps = b[12].to + (offset & Int(b[12].to_moves))
    for j in 0..<vectors {
      let at = j &* 64
      let g = load(gradient + at, Lanes.self)
      let m = load(oldM + at, Lanes.self) * c0 + g * c1
      let v = load(oldV + at, Lanes.self) * c2 + g * g * c3
      let step = (m * c5) / (root(v * c4) + c6) * c7
      store(m, newM + at)
      store(v, newV + at)
      store(step, steps + at)
    }
  }
}

extension Float {
  @inline(never)
  static func adam(_ operations: UnsafePointer<cs_bound>, offset: Int, vectors: Int) {
    runAdam(operations, offset: offset, vectors: vectors)
  }
}

extension Double {
  @inline(never)
  static func adam(_ operations: UnsafePointer<cs_bound>, offset: Int, vectors: Int) {
    runAdam(operations, offset: offset, vectors: vectors)
  }
}
