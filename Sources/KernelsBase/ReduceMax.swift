// Maxima over the middle axis of (outer, reduce, inner), and the mask of the first one.
//
// A NaN is greater than everything; of NaNs, and of equal values, the first met stays. Sums never mix here, so there
// is no order to keep but "first".

import CPUFeatures

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Whether `x`, met after `best`, takes its place.
  @inline(__always)
  static func beats(_ x: Self, _ best: Self) -> Bool { x > best || (x != x && best == best) }

  /// The same, lane by lane.
  @inline(__always)
  static func beats(_ x: Lanes, _ best: Lanes) -> Mask { either(isLess(best, x), both(isNaN(x), isNumber(best))) }

  /// `best`, replaced where `x`, met after it, is greater or the first NaN.
  @inline(__always)
  static func better(_ x: Lanes, _ best: Lanes) -> Lanes { choose(beats(x, best), x, best) }

  /// Runs one chunk of a reduce_max instruction: a range of results.
  @inline(__always)
  static func reduceMaxChunk(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int) {
    let outer = Int(i.pointee.n0)
    let reduce = Int(i.pointee.n1)
    let inner = Int(i.pointee.n2)
    let chunks = Int(i.pointee.chunks)
    let source = arena + Int(i.pointee.a)
    let out = arena + Int(i.pointee.out)
    if inner == 1 {
      for row in (outer &* chunk / chunks)..<(outer &* (chunk &+ 1) / chunks) {
        store(maximum(source + row &* reduce &* size, reduce), out + row &* size)
      }
      return
    }
    let groups = (inner &+ lanes &- 1) / lanes
    let units = outer &* groups
    for unit in (units &* chunk / chunks)..<(units &* (chunk &+ 1) / chunks) {
      let column = unit % groups &* lanes
      let from = source + (unit / groups &* reduce &* inner &+ column) &* size
      var best = load(from, Lanes.self)
      for r in 1..<max(1, reduce) { best = better(load(from + r &* inner &* size, Lanes.self), best) }
      let to = out + (unit / groups &* inner &+ column) &* size
      if inner &- column >= lanes { store(best, to) } else { storeLanes(best, first: inner &- column, to) }
    }
  }

  /// The first maximum of a row: whole vectors first, then their lanes in order, then the rest. Which of -0 and +0 is
  /// "first" follows that order.
  @inline(__always)
  private static func maximum(_ row: UnsafeMutableRawPointer, _ count: Int) -> Self {
    var best = load(row, Self.self)
    var at = 0
    if count >= 2 &* lanes {
      var vector = load(row, Lanes.self)
      at = lanes
      while at &+ lanes <= count {
        vector = better(load(row + at &* size, Lanes.self), vector)
        at &+= lanes
      }
      withUnsafePointer(to: vector) {
        let pointer = UnsafeRawPointer($0)
        best = load(pointer, Self.self)
        for l in 1..<lanes {
          let x = load(pointer + l &* size, Self.self)
          if beats(x, best) { best = x }
        }
      }
    }
    while at < count {
      let x = load(row + at &* size, Self.self)
      if beats(x, best) { best = x }
      at &+= 1
    }
    return best
  }

  /// Runs one chunk of an argmax_mask instruction: a range of outer indices.
  @inline(__always)
  static func argmaxMaskChunk(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int) {
    let outer = Int(i.pointee.n0)
    let reduce = Int(i.pointee.n1)
    let inner = Int(i.pointee.n2)
    let chunks = Int(i.pointee.chunks)
    let length = reduce &* inner &* size
    for o in (outer &* chunk / chunks)..<(outer &* (chunk &+ 1) / chunks) {
      let from = arena + Int(i.pointee.a) + o &* length
      let to = arena + Int(i.pointee.out) + o &* length
      clear(to, count: length)
      if reduce == 0 { continue }
      for column in 0..<inner {
        var best = load(from + column &* size, Self.self)
        var place = column
        for r in 1..<reduce {
          let x = load(from + (r &* inner &+ column) &* size, Self.self)
          if beats(x, best) {
            best = x
            place = r &* inner &+ column
          }
        }
        store(1 as Self, to + place &* size)
      }
    }
  }
}
