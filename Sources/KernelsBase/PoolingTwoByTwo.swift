// Selection over 2 × 2 windows side by side, a vector of windows at a time: even and odd columns of two rows are four
// vectors.

/// The four elements of a vector of windows, in the order in which a window is read.
struct WindowQuad<T: Element> where T: Number, T.Lanes: Vector, T.Lanes.Scalar == T {
  let v0, v1, v2, v3: T.Lanes

  /// Windows whose upper rows start at `upper` and lower rows at `lower`.
  @inline(__always)
  init(upper: UnsafeMutableRawPointer, lower: UnsafeMutableRawPointer) {
    let (a, b) = (load(upper, T.Lanes.self), load(upper + 64, T.Lanes.self))
    let (c, d) = (load(lower, T.Lanes.self), load(lower + 64, T.Lanes.self))
    v0 = T.evens(a, b)
    v1 = T.odds(a, b)
    v2 = T.evens(c, d)
    v3 = T.odds(c, d)
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// One plane of pool_select.
  @inline(__always)
  static func selectTwoByTwo(
    _ w: PoolWindow, _ source: UnsafeMutableRawPointer, _ at: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer
  ) {
    let total = w.outHeight &* w.outWidth
    for y in 0..<w.outHeight {
      var x = 0
      while x < w.outWidth {
        let upper = (2 &* y &* w.width &+ 2 &* x) &* size
        let lower = upper &+ w.width &* size
        let keys = WindowQuad<Self>(upper: at + upper, lower: at + lower)
        let values = WindowQuad<Self>(upper: source + upper, lower: source + lower)
        let second = beats(keys.v1, keys.v0)
        var best = choose(second, keys.v1, keys.v0)
        var value = choose(second, values.v1, values.v0)
        let third = beats(keys.v2, best)
        best = choose(third, keys.v2, best)
        value = choose(third, values.v2, value)
        value = choose(beats(keys.v3, best), values.v3, value)
        let index = y &* w.outWidth &+ x
        storeWithin(value, out + index &* size, count: w.outWidth &- x, room: total &- index)
        x &+= lanes
      }
    }
  }

  /// One plane of pool_scatter.
  @inline(__always)
  static func scatterTwoByTwo(
    _ w: PoolWindow, _ g: UnsafeMutableRawPointer, _ at: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer
  ) {
    let none = Lanes.zero
    let total = w.height &* w.width
    for y in 0..<w.outHeight {
      var x = 0
      while x < w.outWidth {
        let place = 2 &* y &* w.width &+ 2 &* x
        let keys = WindowQuad<Self>(upper: at + place &* size, lower: at + (place &+ w.width) &* size)
        // Adding +0 turns -0 into +0, as adding to a cleared plane does.
        let value = load(g + (y &* w.outWidth &+ x) &* size, Lanes.self) + none
        let second = beats(keys.v1, keys.v0)
        var best = choose(second, keys.v1, keys.v0)
        let third = beats(keys.v2, best)
        best = choose(third, keys.v2, best)
        let fourth = beats(keys.v3, best)
        let lower = either(third, fourth)
        let v0 = choose(either(second, lower), none, value)
        let v1 = choose(lower, none, choose(second, value, none))
        let v2 = choose(fourth, none, choose(third, value, none))
        let v3 = choose(fourth, value, none)
        let count = min(2 &* lanes, 2 &* (w.outWidth &- x))
        // The lower row is written after the upper one only if one vector of windows makes the whole row.
        storeColumns(v0, v1, out + place &* size, count, room: x == 0 ? total &- place : count)
        storeColumns(v2, v3, out + (place &+ w.width) &* size, count, room: total &- place &- w.width)
        x &+= lanes
      }
    }
    clearUncovered(w, out)
  }

  /// Stores `count` elements of a row of a scattered plane from its even and odd columns.
  @inline(__always)
  private static func storeColumns(
    _ even: Lanes, _ odd: Lanes, _ to: UnsafeMutableRawPointer, _ count: Int, room: Int
  ) {
    storeWithin(lowerZip(even, odd), to, count: count, room: room)
    if count > lanes { storeWithin(upperZip(even, odd), to + 64, count: count &- lanes, room: room &- lanes) }
  }

  /// Stores the first `count` lanes, or all of them where the plane has room: what is spilled is written again later,
  /// since planes are filled in ascending order.
  @inline(__always)
  private static func storeWithin(_ value: Lanes, _ to: UnsafeMutableRawPointer, count: Int, room: Int) {
    if room >= lanes || count >= lanes { store(value, to) } else { storeLanes(value, first: count, to) }
  }

  /// Zeros in the last row and column of a plane of odd size, which no window covers.
  @inline(__always)
  private static func clearUncovered(_ w: PoolWindow, _ out: UnsafeMutableRawPointer) {
    let covered = 2 &* w.outWidth
    if covered < w.width {
      for row in 0..<w.height {
        fillRun(out + (row &* w.width &+ covered) &* size, w.width &- covered, Self.zero)
      }
    }
    let rows = 2 &* w.outHeight
    fillRun(out + rows &* w.width &* size, (w.height &- rows) &* w.width, Self.zero)
  }
}
