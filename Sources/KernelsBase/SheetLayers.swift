// The two sheets of most networks of two layers, each tile in one loop whose numbers stay in registers: a hidden layer
// with its readout, and the gradients of both with respect to one input.
//
// They compute what the operations and sums of the general loop compute, in the same order for every number.

import CPUFeatures

/// Which loop runs the tiles of a sheet.
enum SheetLoop {
  /// Operation by operation, then sum by sum.
  case general
  /// One affine operation, through relu or as it is, and one row dot of its result.
  case readout
  /// The last operation is (row · column) · slope(h), and what is summed is its result and h.
  case gradient
}

extension SheetTable {
  /// The loop for this table.
  @inline(__always)
  var loop: SheetLoop {
    let count = Int(header.pointee.operations)
    if count == 0 { return .general }
    let last = operations[count &- 1]
    if count == 1 && header.pointee.row_dots == 1 && header.pointee.column_sums == 0 && header.pointee.stores <= 1 {
      return isAffine(last) && dots[0].a == last.destination ? .readout : .general
    }
    if count <= 2 && header.pointee.row_dots == 0 && header.pointee.stores == 0 && isGradient(last) { return .gradient }
    return .general
  }

  /// Whether an operation is a hidden layer: rows' numbers times columns', plus a column's.
  @inline(__always)
  private func isAffine(_ operation: cs_operation) -> Bool {
    let isChain = operation.micro == .affine && operation.c != CS_NONE
    return (isChain || operation.micro == .multiplyAdd) && operation.detail >> 8 != cs_micro.tanh.rawValue
      && isInput(operation.a, .row) && isInput(operation.b, .column) && isInput(operation.c, .column)
  }

  @inline(__always)
  private func isInput(_ register: Int32, _ extent: cs_extent) -> Bool {
    register >= 0 && register < header.pointee.inputs && inputs[Int(register)].extent == extent
  }

  /// Whether an operation and the sums are those of a layer of one input: at most one each of the result alone, the
  /// result times a row's number, and h times the row's number of the operation.
  @inline(__always)
  private func isGradient(_ operation: cs_operation) -> Bool {
    let micro = operation.micro
    guard micro == .stepProduct || micro == .squareProduct, isInput(operation.a, .row), isInput(operation.b, .column),
      operation.c >= 0
    else { return false }
    var (plain, product, other) = (0, 0, 0)
    for q in 0..<Int(header.pointee.column_sums) {
      let sum = sums[q]
      if sum.a == operation.destination && sum.b == CS_NONE {
        plain &+= 1
      } else if sum.a == operation.destination {
        product &+= 1
      } else if sum.a == operation.c && sum.b == operation.a {
        other &+= 1
      } else {
        return false
      }
    }
    return plain <= 1 && product <= 1 && other <= 1 && operation.c != operation.destination
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  // MARK: The readout

  /// A tile of a hidden layer and the dot products of its rows with the readout's weights, stored or added at
  /// `partial`. The layer is stored where its register lies if it is kept.
  @inline(__always)
  static func readoutTile(
    _ run: SheetRun, rows: Int, columns: Int, _ partial: UnsafeMutableRawPointer, adds: Bool, _ numbers: Lanes
  ) {
    let operation = run.table.operations[0]
    let isRelu = operation.detail >> 8 == cs_micro.relu.rawValue
    let keeps = run.table.header.pointee.stores > 0
    let layer = SheetLayer(run.scratch.streams, operation)
    let tile = ReadoutTile(
      layer: layer, readout: UnsafeRawPointer(run.scratch.streams[Int(run.table.dots[0].b)].base),
      to: run.scratch.streams[Int(operation.destination)], rows: rows, columns: columns, partial: partial, adds: adds)
    // One loop for each choice, so that none is made within.
    switch (isRelu, keeps, layer.isChain) {
    case (true, true, false): readoutTile(tile, keeps: true, isChain: false, numbers) { rectified($0) }
    case (true, true, true): readoutTile(tile, keeps: true, isChain: true, numbers) { rectified($0) }
    case (true, false, false): readoutTile(tile, keeps: false, isChain: false, numbers) { rectified($0) }
    case (true, false, true): readoutTile(tile, keeps: false, isChain: true, numbers) { rectified($0) }
    case (false, true, false): readoutTile(tile, keeps: true, isChain: false, numbers) { $0 }
    case (false, true, true): readoutTile(tile, keeps: true, isChain: true, numbers) { $0 }
    case (false, false, false): readoutTile(tile, keeps: false, isChain: false, numbers) { $0 }
    case (false, false, true): readoutTile(tile, keeps: false, isChain: true, numbers) { $0 }
    }
  }

  /// Two rows at a time, which share what they read of the columns; the last one alone, as both of a pair.
  @inline(__always)
  private static func readoutTile(
    _ tile: ReadoutTile, keeps: Bool, isChain: Bool, _ numbers: Lanes, _ ending: (Lanes) -> Lanes
  ) {
    var r = 0
    while r < tile.rows {
      let other = min(r &+ 1, tile.rows &- 1)
      var pair = ReadoutPair<Self>(tile, r, other)
      var at = 0
      while at &+ Int(CS_SUM_LANES) <= tile.columns {
        // Vectors of one set of lanes, each in its own sum.
        add(&pair, tile.layer, at &* size, 0, keeps, isChain, ending)
        add(&pair, tile.layer, at &* size, 1, keeps, isChain, ending)
        add(&pair, tile.layer, at &* size, 2, keeps, isChain, ending)
        add(&pair, tile.layer, at &* size, 3, keeps, isChain, ending)
        if DotLanes<Self>.vectors > 4 {
          add(&pair, tile.layer, at &* size, 4, keeps, isChain, ending)
          add(&pair, tile.layer, at &* size, 5, keeps, isChain, ending)
          add(&pair, tile.layer, at &* size, 6, keeps, isChain, ending)
          add(&pair, tile.layer, at &* size, 7, keeps, isChain, ending)
        }
        at &+= Int(CS_SUM_LANES)
      }
      var index = 0
      while at < tile.columns {
        let rest = tile.columns &- at
        let (h0, h1) = tile.layer.sums(at &* size, pair.rows, isChain, Self.self)
        pair.add(
          first(rest, of: ending(h0), numbers), first(rest, of: ending(h1), numbers),
          first(rest, of: load(tile.readout + at &* size, Lanes.self), numbers), at &* size, index, keeps)
        at &+= lanes
        index &+= 1
      }
      let (one, two) = (pair.sums.0.total(), pair.sums.1.total())
      let place = tile.partial + r &* size
      store(tile.adds ? load(place, Self.self) + one : one, place)
      if other > r { store(tile.adds ? load(place + size, Self.self) + two : two, place + size) }
      r &+= 2
    }
  }

  /// One vector of the layer for both rows, `at` bytes and `index` vectors from the first.
  @inline(__always)
  private static func add(
    _ pair: inout ReadoutPair<Self>, _ layer: SheetLayer, _ at: Int, _ index: Int, _ keeps: Bool, _ isChain: Bool,
    _ ending: (Lanes) -> Lanes
  ) {
    let place = at &+ index &* 64
    let (h0, h1) = layer.sums(place, pair.rows, isChain, Self.self)
    pair.add(ending(h0), ending(h1), load(pair.readout + place, Lanes.self), place, index, keeps)
  }

  // MARK: The gradient

  /// A tile of the gradients: the last operation and all column sums; and, where `first` is the block's first column
  /// and the tile has all rows, a step of descent.
  @inline(__always)
  static func gradientTile(_ run: SheetRun, row: Int, rows: Int, vectors: Int, first: Int?) {
    let operation = run.table.operations[Int(run.table.header.pointee.operations) &- 1]
    let one = Lanes(repeating: 1)
    if operation.micro == .stepProduct {
      gradientTile(run, operation, row, rows, vectors, first) { choose(isLess(Lanes.zero, $0), one, Lanes.zero) }
    } else {
      gradientTile(run, operation, row, rows, vectors, first) { one - $0 * $0 }
    }
  }

  @inline(__always)
  private static func gradientTile(
    _ run: SheetRun, _ operation: cs_operation, _ row: Int, _ rows: Int, _ vectors: Int, _ first: Int?,
    _ slope: (Lanes) -> Lanes
  ) {
    let streams = run.scratch.streams
    let (g, h) = (streams[Int(operation.a)], streams[Int(operation.c)])
    let a = streams[Int(operation.b)].base
    var x = g
    var (plain, product, other) = (run.scratch.spare, run.scratch.spare, run.scratch.spare)
    var (plainStarts, productStarts) = (true, true)
    for q in 0..<Int(run.table.header.pointee.column_sums) {
      let sum = run.table.sums[q]
      let chains = run.scratch.chains + q &* SheetScratch.columnSpan
      if sum.b == CS_NONE {
        plain = chains
        plainStarts = row & (Int(CS_ROW_BLOCK) &- 1) == 0
      } else {
        productStarts = row & (Int(CS_PRODUCT_CHUNK) &- 1) == 0
        if sum.a == operation.destination {
          product = chains
          x = streams[Int(sum.b)]
        } else {
          other = chains
        }
      }
    }
    var v = 0
    while v < vectors {
      let at = v &* 64
      // Two vectors at a time; the second of the last may lie beyond, where its numbers are of no meaning.
      let (a0, a1) = (load(a + at, Lanes.self), load(a + (at &+ 64), Lanes.self))
      var (p0, p1) = (Lanes.zero, Lanes.zero)
      var (q0, q1) = (Lanes.zero, Lanes.zero)
      var (o0, o1) = (Lanes.zero, Lanes.zero)
      if !plainStarts { (p0, p1) = (load(plain + at, Lanes.self), load(plain + (at &+ 64), Lanes.self)) }
      if !productStarts {
        (q0, q1) = (load(product + at, Lanes.self), load(product + (at &+ 64), Lanes.self))
        (o0, o1) = (load(other + at, Lanes.self), load(other + (at &+ 64), Lanes.self))
      }
      var (gs, xs, hs) = (g.base, x.base, h.base + at)
      for _ in 0..<rows {
        cs_prefetch_near(hs + SheetScratch.blockAhead)
        cs_prefetch_near(hs + (SheetScratch.blockAhead &+ 64))
        let (f, y) = (load(gs, Lanes.self), load(xs, Lanes.self))
        let (h0, h1) = (load(hs, Lanes.self), load(hs + 64, Lanes.self))
        let (d0, d1) = ((f * a0) * slope(h0), (f * a1) * slope(h1))
        p0 = p0 + d0
        p1 = p1 + d1
        q0 = multiplyAdd(d0, y, q0)
        q1 = multiplyAdd(d1, y, q1)
        o0 = multiplyAdd(h0, f, o0)
        o1 = multiplyAdd(h1, f, o1)
        gs += 64
        xs += x.row
        hs += h.row
      }
      v &+= 2
      if let first, let descent = run.descent {
        let place = first &* size &+ at
        descend(descent.plain, run.arena, at: place, p0, p1)
        descend(descent.product, run.arena, at: place, q0, q1)
        descend(descent.other, run.arena, at: place, o0, o1)
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
}

/// What a readout loop works on.
struct ReadoutTile {
  let layer: SheetLayer
  /// The readout's weights.
  let readout: UnsafeRawPointer
  /// Where the layer goes, if it is kept.
  let to: SheetStream
  let rows: Int
  let columns: Int
  let partial: UnsafeMutableRawPointer
  let adds: Bool
}

/// Two rows of a readout.
struct ReadoutPair<T: Element> where T: Number, T.Lanes: Vector, T.Lanes.Scalar == T {
  var sums = (DotLanes<T>(), DotLanes<T>())
  let rows: (Int, Int)
  let readout: UnsafeRawPointer
  private let to: (UnsafeMutableRawPointer, UnsafeMutableRawPointer)

  @inline(__always)
  init(_ tile: ReadoutTile, _ first: Int, _ second: Int) {
    rows = (first, second)
    readout = tile.readout
    to = (tile.to.base + first &* tile.to.row, tile.to.base + second &* tile.to.row)
  }

  /// Adds one vector of each row, times the readout's, to the sums of that number.
  @inline(__always)
  mutating func add(_ h0: T.Lanes, _ h1: T.Lanes, _ a: T.Lanes, _ place: Int, _ index: Int, _ keeps: Bool) {
    if keeps {
      store(h0, to.0 + place)
      store(h1, to.1 + place)
      cs_prefetch_near(to.0 + (place &+ SheetScratch.blockAhead))
      cs_prefetch_near(to.1 + (place &+ SheetScratch.blockAhead))
    }
    sums.0.add(h0, a, at: index)
    sums.1.add(h1, a, at: index)
  }
}

/// The hidden layer of a sheet: where its inputs lie.
struct SheetLayer {
  private let rows: UnsafePointer<SheetStream>
  private let columns: UnsafePointer<SheetStream>
  private let bias: UnsafeRawPointer
  private let first: UnsafeRawPointer
  private let weight: UnsafeRawPointer
  private let terms: Int
  /// Whether it sums a chain of products; else it rounds one.
  let isChain: Bool

  @inline(__always)
  init(_ streams: UnsafeMutablePointer<SheetStream>, _ operation: cs_operation) {
    rows = UnsafePointer(streams + Int(operation.a))
    columns = UnsafePointer(streams + Int(operation.b))
    bias = UnsafeRawPointer(streams[Int(operation.c)].base)
    first = UnsafeRawPointer(rows[0].base)
    weight = UnsafeRawPointer(columns[0].base)
    isChain = operation.micro == .affine
    terms = Int(operation.detail & 255)
  }

  /// The sums of one vector of columns, `at` bytes from the first, for two rows.
  @inline(__always)
  func sums<T: Element>(_ at: Int, _ pair: (Int, Int), _ isChain: Bool, _ type: T.Type) -> (T.Lanes, T.Lanes)
  where T: Number, T.Lanes: Vector, T.Lanes.Scalar == T {
    let c = load(bias + at, T.Lanes.self)
    cs_prefetch_near(bias + (at &+ SheetScratch.blockAhead))
    if !isChain {
      let w = load(weight + at, T.Lanes.self)
      cs_prefetch_near(weight + (at &+ SheetScratch.blockAhead))
      return (
        load(first + pair.0 &* 64, T.Lanes.self) * w + c, load(first + pair.1 &* 64, T.Lanes.self) * w + c
      )
    }
    var (s0, s1) = (T.Lanes.zero, T.Lanes.zero)
    for k in 0..<terms {
      let w = load(columns[k].base + at, T.Lanes.self)
      s0 = T.multiplyAdd(load(rows[k].base + pair.0 &* 64, T.Lanes.self), w, s0)
      s1 = T.multiplyAdd(load(rows[k].base + pair.1 &* 64, T.Lanes.self), w, s1)
    }
    return (s0 + c, s1 + c)
  }
}
