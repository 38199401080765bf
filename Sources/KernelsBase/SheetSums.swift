// The sums of a sheet: along its rows in the dot order of the contract, along its columns in chains of samples.

import CPUFeatures

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// The dot products of a tile's rows with the columns' numbers: one block of each, stored or added at `partial`.
  @inline(__always)
  static func rowDots(
    _ a: SheetStream, _ b: SheetStream, rows: Int, columns: Int, _ partial: UnsafeMutableRawPointer, adds: Bool,
    _ numbers: Lanes
  ) {
    var r = 0
    while r &+ 4 <= rows {
      let at = a.base + r &* a.row
      // Four trees at once take hardly longer than one.
      storeHalvingSums(
        dotBlock(at, b.base, count: columns, numbers).folded,
        dotBlock(at + a.row, b.base, count: columns, numbers).folded,
        dotBlock(at + 2 &* a.row, b.base, count: columns, numbers).folded,
        dotBlock(at + 3 &* a.row, b.base, count: columns, numbers).folded, partial + r &* size, adds: adds)
      r &+= 4
    }
    while r < rows {
      let sum = dotBlock(a.base + r &* a.row, b.base, count: columns, numbers).total()
      let at = partial + r &* size
      store(adds ? load(at, Self.self) + sum : sum, at)
      r &+= 1
    }
  }

  /// Adds a tile's rows, times the factor of each row, to the chains of its columns, which start from +0 with the first
  /// tile. A factor of 1 adds them as they are: the product is exact.
  @inline(__always)
  static func columnChains(
    _ a: SheetStream, _ factor: SheetStream, rows: Int, vectors: Int, _ chains: UnsafeMutableRawPointer, starts: Bool
  ) {
    var v = 0
    while v &+ 4 <= vectors {
      let chain = chains + v &* 64
      var s0 = Lanes.zero
      var s1 = Lanes.zero
      var s2 = Lanes.zero
      var s3 = Lanes.zero
      if !starts {
        s0 = load(chain, Lanes.self)
        s1 = load(chain + 64, Lanes.self)
        s2 = load(chain + 128, Lanes.self)
        s3 = load(chain + 192, Lanes.self)
      }
      var at = a.base + v &* 64
      var f = factor.base
      for _ in 0..<rows {
        let x = load(f, Lanes.self)
        s0 = multiplyAdd(load(at, Lanes.self), x, s0)
        s1 = multiplyAdd(load(at + 64, Lanes.self), x, s1)
        s2 = multiplyAdd(load(at + 128, Lanes.self), x, s2)
        s3 = multiplyAdd(load(at + 192, Lanes.self), x, s3)
        at += a.row
        f += factor.row
      }
      store(s0, chain)
      store(s1, chain + 64)
      store(s2, chain + 128)
      store(s3, chain + 192)
      v &+= 4
    }
    while v < vectors {
      let chain = chains + v &* 64
      var sum = starts ? Lanes.zero : load(chain, Lanes.self)
      for r in 0..<rows {
        sum = multiplyAdd(
          load(a.base + r &* a.row + v &* 64, Lanes.self), load(factor.base + r &* factor.row, Lanes.self), sum)
      }
      store(sum, chain)
      v &+= 1
    }
  }

  /// The same for two factors at once, which saves reading the tile again.
  @inline(__always)
  static func columnChains(
    _ a: SheetStream, _ first: SheetStream, _ second: SheetStream, rows: Int, vectors: Int,
    _ chains: UnsafeMutableRawPointer, _ others: UnsafeMutableRawPointer, starts: Bool, othersStart: Bool
  ) {
    var v = 0
    while v &+ 2 <= vectors {
      let (chain, other) = (chains + v &* 64, others + v &* 64)
      var s0 = Lanes.zero
      var s1 = Lanes.zero
      var t0 = Lanes.zero
      var t1 = Lanes.zero
      if !starts {
        s0 = load(chain, Lanes.self)
        s1 = load(chain + 64, Lanes.self)
      }
      if !othersStart {
        t0 = load(other, Lanes.self)
        t1 = load(other + 64, Lanes.self)
      }
      var at = a.base + v &* 64
      var (f, g) = (first.base, second.base)
      for _ in 0..<rows {
        let (x, y) = (load(f, Lanes.self), load(g, Lanes.self))
        let (a0, a1) = (load(at, Lanes.self), load(at + 64, Lanes.self))
        s0 = multiplyAdd(a0, x, s0)
        s1 = multiplyAdd(a1, x, s1)
        t0 = multiplyAdd(a0, y, t0)
        t1 = multiplyAdd(a1, y, t1)
        at += a.row
        f += first.row
        g += second.row
      }
      store(s0, chain)
      store(s1, chain + 64)
      store(t0, other)
      store(t1, other + 64)
      v &+= 2
    }
    if v < vectors {
      let rest = SheetStream(base: a.base + v &* 64, row: a.row, vector: 64)
      columnChains(rest, first, rows: rows, vectors: 1, chains + v &* 64, starts: starts)
      columnChains(rest, second, rows: rows, vectors: 1, others + v &* 64, starts: othersStart)
    }
  }

  /// Adds the chains at hand to the totals, or makes them the totals if they are the first.
  @inline(__always)
  static func endChains(
    _ chains: UnsafeMutableRawPointer, _ totals: UnsafeMutableRawPointer, vectors: Int, isFirst: Bool
  ) {
    for v in 0..<vectors {
      let chain = load(chains + v &* 64, Lanes.self)
      store(isFirst ? chain : load(totals + v &* 64, Lanes.self) + chain, totals + v &* 64)
    }
  }

  /// Adds the partial sums of the groups of a row dot, in order, from the first.
  @inline(__always)
  static func addGroups(_ run: SheetRun, dot: Int) {
    let out = run.arena + Int(run.table.dots[dot].out)
    var row = 0
    while row < run.rows {
      let at = row &* size
      var sum = load(run.partial(dot: dot, group: 0) + at, Lanes.self)
      for group in 1..<run.blocks.groups { sum = sum + load(run.partial(dot: dot, group: group) + at, Lanes.self) }
      if run.rows &- row >= lanes {
        store(sum, out + at)
      } else {
        storeLanes(sum, first: run.rows &- row, out + at)
      }
      row &+= lanes
    }
  }
}
