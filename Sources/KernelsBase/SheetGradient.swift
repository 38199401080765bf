// The gradients of a hidden layer and of its readout, each tile in one loop whose sums stay in registers.
//
// It computes what the operations and sums of the general loop compute, in the same order for every number.

import CPUFeatures

/// What a gradient loop works on: the operation (g · a) · slope(h), and where the chains of its sums are.
struct GradientTile {
  let rows: Int
  let columns: Int
  let vectors: Int
  /// The rows' numbers of the operation, its columns' numbers and the layer.
  let g, a: UnsafeMutableRawPointer
  let h: SheetStream
  /// Products with rows' numbers; those of the first, and bytes to those of the next.
  private(set) var products = 0
  private(set) var x: UnsafeMutableRawPointer
  private(set) var rowStep = 0
  /// Chains of the result alone, of its product with each x, of h · g.
  private(set) var plain, product, other: UnsafeMutableRawPointer
  private(set) var plainStarts = true
  private(set) var productStarts = true

  @inline(__always)
  init(_ run: SheetRun, _ operation: cs_operation, row: Int, rows: Int, columns: Int, vectors: Int) {
    let streams = run.scratch.streams
    self.rows = rows
    self.columns = columns
    self.vectors = vectors
    g = streams[Int(operation.a)].base
    a = streams[Int(operation.b)].base
    h = streams[Int(operation.c)]
    x = g
    (plain, product, other) = (run.scratch.spare, run.scratch.spare, run.scratch.spare)
    for q in 0..<Int(run.table.header.pointee.column_sums) {
      let sum = run.table.sums[q]
      let chains = run.scratch.chains + q &* SheetScratch.columnSpan
      if sum.b == CS_NONE {
        plain = chains
        plainStarts = row & (Int(CS_ROW_BLOCK) &- 1) == 0
        continue
      }
      productStarts = row & (Int(CS_PRODUCT_CHUNK) &- 1) == 0
      if sum.a != operation.destination {
        other = chains
        continue
      }
      if products == 0 {
        product = chains
        x = streams[Int(sum.b)].base
      } else if products == 1 {
        rowStep = streams[Int(sum.b)].base - x
      }
      products &+= 1
    }
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// A tile of the gradients: the last operation and all column sums; and, where `first` is the block's first column
  /// and the tile has all rows, a step of descent.
  @inline(__always)
  static func gradientTile(_ run: SheetRun, row: Int, rows: Int, columns: Int, first: Int?) {
    let operation = run.table.operations[Int(run.table.header.pointee.operations) &- 1]
    let tile = GradientTile(
      run, operation, row: row, rows: rows, columns: columns, vectors: (columns &+ lanes &- 1) / lanes)
    if operation.micro == .stepProduct {
      gradient(tile, run, first, isStep: true)
    } else {
      gradient(tile, run, first, isStep: false)
    }
  }

  @inline(__always)
  private static func gradient(_ tile: GradientTile, _ run: SheetRun, _ first: Int?, isStep: Bool) {
    if tile.products > 1 {
      gradientOfMany(tile, isStep: isStep)
    } else {
      gradientOfOne(tile, run, first, isStep: isStep)
    }
  }

  /// The slope of an activation at the layer's number: step(h), or 1 − h · h.
  @inline(__always)
  private static func slope(_ h: Lanes, isStep: Bool) -> Lanes {
    let one = Lanes(repeating: 1)
    return isStep ? choose(isLess(Lanes.zero, h), one, Lanes.zero) : one - h * h
  }

  /// At most one product: two vectors at a time.
  @inline(__always)
  private static func gradientOfOne(_ tile: GradientTile, _ run: SheetRun, _ first: Int?, isStep: Bool) {
    // Without a product x is g, which are vectors behind each other as well.
    let (plain, product, other) = (tile.plain, tile.product, tile.other)
    var v = 0
    while v < tile.vectors {
      let at = v &* 64
      // The second of the last two may lie beyond, where its numbers are of no meaning.
      let (a0, a1) = (lanes(at: tile.a + at), lanes(at: tile.a + (at &+ 64)))
      var (p0, p1) = (Lanes.zero, Lanes.zero)
      var (q0, q1) = (Lanes.zero, Lanes.zero)
      var (o0, o1) = (Lanes.zero, Lanes.zero)
      if !tile.plainStarts { (p0, p1) = (lanes(at: plain + at), lanes(at: plain + (at &+ 64))) }
      if !tile.productStarts {
        (q0, q1) = (lanes(at: product + at), lanes(at: product + (at &+ 64)))
        (o0, o1) = (lanes(at: other + at), lanes(at: other + (at &+ 64)))
      }
      var (gs, xs, hs) = (tile.g, tile.x, tile.h.base + at)
      for _ in 0..<tile.rows {
        cs_prefetch_near(hs + SheetScratch.blockAhead)
        cs_prefetch_near(hs + (SheetScratch.blockAhead &+ 64))
        let (f, y) = (lanes(at: gs), lanes(at: xs))
        let (h0, h1) = (lanes(at: hs), lanes(at: hs + 64))
        let (d0, d1) = ((f * a0) * slope(h0, isStep: isStep), (f * a1) * slope(h1, isStep: isStep))
        p0 = p0 + d0
        p1 = p1 + d1
        q0 = multiplyAdd(d0, y, q0)
        q1 = multiplyAdd(d1, y, q1)
        o0 = multiplyAdd(h0, f, o0)
        o1 = multiplyAdd(h1, f, o1)
        gs += 64
        xs += 64
        hs += tile.h.row
      }
      v &+= 2
      if let first {
        let header = run.table.header
        let place = first &* size &+ at
        let left = tile.columns &- (v &- 2) &* lanes
        descend(header.pointee.plain, run, at: place, p0, p1, count: left)
        descend(header.pointee.product, run, at: place, q0, q1, count: left)
        descend(header.pointee.other, run, at: place, o0, o1, count: left)
        continue
      }
      store(p0, plain + at)
      store(p1, plain + (at &+ 64))
      store(q0, product + at)
      store(q1, product + (at &+ 64))
      store(o0, other + at)
      store(o1, other + (at &+ 64))
    }
  }

  /// 2 to 8 products: one vector at a time.
  @inline(__always)
  private static func gradientOfMany(_ tile: GradientTile, isStep: Bool) {
    let count = tile.products
    for v in 0..<tile.vectors {
      let at = v &* 64
      let a = lanes(at: tile.a + at)
      var plain = tile.plainStarts ? Lanes.zero : lanes(at: tile.plain + at)
      var other = tile.productStarts ? Lanes.zero : lanes(at: tile.other + at)
      let product = tile.product + at
      var q0 = chain(tile, product, 0)
      var q1 = chain(tile, product, 1)
      var q2 = chain(tile, product, 2)
      var q3 = chain(tile, product, 3)
      var q4 = chain(tile, product, 4)
      var q5 = chain(tile, product, 5)
      var q6 = chain(tile, product, 6)
      var q7 = chain(tile, product, 7)
      let step = tile.rowStep
      var (g, x, h) = (tile.g, tile.x, tile.h.base + at)
      for _ in 0..<tile.rows {
        let (f, y) = (lanes(at: g), lanes(at: h))
        let d = (f * a) * slope(y, isStep: isStep)
        plain = plain + d
        other = multiplyAdd(y, f, other)
        q0 = multiplyAdd(d, lanes(at: x), q0)
        q1 = multiplyAdd(d, lanes(at: x + step), q1)
        if count > 2 { q2 = multiplyAdd(d, lanes(at: x + 2 &* step), q2) }
        if count > 3 { q3 = multiplyAdd(d, lanes(at: x + 3 &* step), q3) }
        if count > 4 { q4 = multiplyAdd(d, lanes(at: x + 4 &* step), q4) }
        if count > 5 { q5 = multiplyAdd(d, lanes(at: x + 5 &* step), q5) }
        if count > 6 { q6 = multiplyAdd(d, lanes(at: x + 6 &* step), q6) }
        if count > 7 { q7 = multiplyAdd(d, lanes(at: x + 7 &* step), q7) }
        g += 64
        x += 64
        h += tile.h.row
      }
      store(plain, tile.plain + at)
      store(other, tile.other + at)
      let span = SheetScratch.columnSpan
      store(q0, product)
      store(q1, product + span)
      if count > 2 { store(q2, product + 2 &* span) }
      if count > 3 { store(q3, product + 3 &* span) }
      if count > 4 { store(q4, product + 4 &* span) }
      if count > 5 { store(q5, product + 5 &* span) }
      if count > 6 { store(q6, product + 6 &* span) }
      if count > 7 { store(q7, product + 7 &* span) }
    }
  }

  /// One vector of the chains of product number `k`.
  @inline(__always)
  private static func chain(_ tile: GradientTile, _ product: UnsafeMutableRawPointer, _ k: Int) -> Lanes {
    if k >= tile.products || tile.productStarts { return Lanes.zero }
    return lanes(at: product + k &* SheetScratch.columnSpan)
  }
}
