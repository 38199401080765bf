// Sums over the middle axis of (outer, reduce, inner), in the canonical order of the contract.
//
// inner == 1: a block of CS_SUM_BLOCK elements runs through 64 virtual lanes, which are combined by a fixed tree;
// blocks are added in order. inner > 1: each column is a chain over CS_ROW_BLOCK rows; blocks are added in order.
// Lanes run along the columns.

import CPUFeatures

/// The 64 virtual lanes, as four quarters of 16.
struct SumLanes<T: Number> where T.SIMD16Storage: BitwiseCopyable {
  var q0 = SIMD16<T>.zero
  var q1 = SIMD16<T>.zero
  var q2 = SIMD16<T>.zero
  var q3 = SIMD16<T>.zero

  /// The lanes' sum: quarters in pairs, then halves.
  @inline(__always)
  func total() -> T {
    let sixteen = (q0 + q1) + (q2 + q3)
    let eight = sixteen.lowHalf + sixteen.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}

extension Element
where Self: Number, Self.SIMD16Storage: BitwiseCopyable, Lanes: Vector, Lanes.Scalar == Self {
  /// Runs one chunk of a reduce_sum instruction. With inner == 1 and more than one block a row, chunks are ranges of
  /// blocks, whose sums go to the workspace, and the finishing chunk adds them up; else chunks are ranges of results.
  @inline(__always)
  static func reduceSumChunk(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int) {
    let outer = Int(i.pointee.n0)
    let reduce = Int(i.pointee.n1)
    let inner = Int(i.pointee.n2)
    let chunks = Int(i.pointee.chunks)
    let source = arena + Int(i.pointee.a)
    let out = arena + Int(i.pointee.out)
    let block = Int(CS_SUM_BLOCK)
    if inner != 1 {
      sumColumns(source, out, outer: outer, reduce: reduce, inner: inner, chunk: chunk, chunks: chunks)
    } else if reduce <= block {
      for row in (outer &* chunk / chunks)..<(outer &* (chunk &+ 1) / chunks) {
        store(sumBlock(source + row &* reduce &* size, reduce), out + row &* size)
      }
    } else {
      let blocks = (reduce &+ block &- 1) / block
      let partials = arena + Int(i.pointee.workspace)
      if chunk >= chunks {
        addBlocks(partials, out, rows: outer, blocks: blocks)
        return
      }
      for unit in (outer &* blocks &* chunk / chunks)..<(outer &* blocks &* (chunk &+ 1) / chunks) {
        let first = unit % blocks &* block
        let start = source + (unit / blocks &* reduce &+ first) &* size
        store(sumBlock(start, min(block, reduce &- first)), partials + unit &* size)
      }
    }
  }

  /// The sum of `count` ≤ CS_SUM_BLOCK elements by virtual lanes.
  @inline(__always)
  private static func sumBlock(_ source: UnsafeMutableRawPointer, _ count: Int) -> Self {
    var lanes = SumLanes<Self>()
    let quarter = 16 &* size
    var at = source
    var left = count
    while left >= 64 {
      lanes.q0 += load(at, SIMD16<Self>.self)
      lanes.q1 += load(at + quarter, SIMD16<Self>.self)
      lanes.q2 += load(at + 2 &* quarter, SIMD16<Self>.self)
      lanes.q3 += load(at + 3 &* quarter, SIMD16<Self>.self)
      at += 4 &* quarter
      left &-= 64
    }
    if left > 0 { lanes.q0 += loadFirst(at, left) }
    if left > 16 { lanes.q1 += loadFirst(at + quarter, left &- 16) }
    if left > 32 { lanes.q2 += loadFirst(at + 2 &* quarter, left &- 32) }
    if left > 48 { lanes.q3 += loadFirst(at + 3 &* quarter, left &- 48) }
    return lanes.total()
  }

  /// The first `count` elements (16 if there are more), and zeros. It may read 16 elements.
  @inline(__always)
  private static func loadFirst(_ source: UnsafeMutableRawPointer, _ count: Int) -> SIMD16<Self> {
    let low = first(count, of: load(source, Lanes.self), laneNumbers)
    if lanes == 16 { return unsafeBitCast(low, to: SIMD16<Self>.self) }
    let high = first(count &- lanes, of: load(source + 64, Lanes.self), laneNumbers)
    return unsafeBitCast((low, high), to: SIMD16<Self>.self)
  }

  /// Adds each row's block sums in order, from the first.
  @inline(__always)
  private static func addBlocks(
    _ partials: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer, rows: Int, blocks: Int
  ) {
    for row in 0..<rows {
      let first = partials + row &* blocks &* size
      var sum = load(first, Self.self)
      for b in 1..<blocks { sum += load(first + b &* size, Self.self) }
      store(sum, out + row &* size)
    }
  }

  /// Columns: units are (outer, group of up to four vectors of columns).
  @inline(__always)
  private static func sumColumns(
    _ source: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer, outer: Int, reduce: Int, inner: Int,
    chunk: Int,
    chunks: Int
  ) {
    let width = 4 &* lanes
    let groups = (inner &+ width &- 1) / width
    let units = outer &* groups
    for unit in (units &* chunk / chunks)..<(units &* (chunk &+ 1) / chunks) {
      let column = unit % groups &* width
      let from = source + (unit / groups &* reduce &* inner &+ column) &* size
      let to = out + (unit / groups &* inner &+ column) &* size
      let columns = min(width, inner &- column)
      if columns == width {
        sumFourVectors(from, to, rows: reduce, stride: inner &* size)
      } else {
        var at = 0
        while at < columns {
          let sum = sumVector(from + at &* size, rows: reduce, stride: inner &* size)
          if columns &- at >= lanes {
            store(sum, to + at &* size)
          } else {
            storeLanes(sum, first: columns &- at, to + at &* size)
          }
          at &+= lanes
        }
      }
    }
  }

  /// One vector of columns.
  @inline(__always)
  private static func sumVector(_ source: UnsafeMutableRawPointer, rows: Int, stride: Int) -> Lanes {
    var total = Lanes.zero
    var row = 0
    while row < rows {
      let end = min(row &+ Int(CS_ROW_BLOCK), rows)
      var sum = Lanes.zero
      for r in row..<end { sum += load(source + r &* stride, Lanes.self) }
      total = row == 0 ? sum : total + sum
      row = end
    }
    return total
  }

  /// Four vectors of columns at once, so that four chains run side by side.
  @inline(__always)
  private static func sumFourVectors(
    _ source: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, rows: Int, stride: Int
  ) {
    var t0 = Lanes.zero
    var t1 = Lanes.zero
    var t2 = Lanes.zero
    var t3 = Lanes.zero
    var row = 0
    while row < rows {
      let end = min(row &+ Int(CS_ROW_BLOCK), rows)
      var s0 = Lanes.zero
      var s1 = Lanes.zero
      var s2 = Lanes.zero
      var s3 = Lanes.zero
      for r in row..<end {
        let at = source + r &* stride
        s0 += load(at, Lanes.self)
        s1 += load(at + 64, Lanes.self)
        s2 += load(at + 128, Lanes.self)
        s3 += load(at + 192, Lanes.self)
      }
      t0 = row == 0 ? s0 : t0 + s0
      t1 = row == 0 ? s1 : t1 + s1
      t2 = row == 0 ? s2 : t2 + s2
      t3 = row == 0 ? s3 : t3 + s3
      row = end
    }
    store(t0, to)
    store(t1, to + 64)
    store(t2, to + 128)
    store(t3, to + 192)
  }
}
