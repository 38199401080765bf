// A hidden layer with its readout, each tile in one loop whose numbers stay in registers.
//
// It computes what the operations and sums of the general loop compute, in the same order for every number.

import CPUFeatures

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
    let layer = SheetLayer(UnsafePointer(run.scratch.streams), operation)
    let tile = ReadoutTile(
      layer: layer, readout: UnsafeRawPointer(run.scratch.streams[Int(run.table.dots[0].b)].base),
      to: run.scratch.streams[Int(operation.destination)], rows: rows, columns: columns, partial: partial, adds: adds)
    // One loop for each choice, so that none is made within.
    switch (isRelu, keeps, layer.terms == 1) {
    case (true, true, true): readoutTile(tile, keeps: true, isChain: false, isRelu: true, numbers)
    case (true, false, true): readoutTile(tile, keeps: false, isChain: false, isRelu: true, numbers)
    case (true, _, false): readoutTile(tile, keeps: keeps, isChain: true, isRelu: true, numbers)
    case (false, _, true): readoutTile(tile, keeps: keeps, isChain: false, isRelu: false, numbers)
    case (false, _, false): readoutTile(tile, keeps: keeps, isChain: true, isRelu: false, numbers)
    }
  }

  /// Two rows at a time, which share what they read of the columns; the last one alone, as both of a pair.
  @inline(__always)
  private static func readoutTile(
    _ tile: ReadoutTile, keeps: Bool, isChain: Bool, isRelu: Bool, _ numbers: Lanes
  ) {
    var r = 0
    while r < tile.rows {
      let other = min(r &+ 1, tile.rows &- 1)
      var pair = ReadoutPair<Self>(tile, r, other)
      var at = 0
      while at &+ Int(CS_SUM_LANES) <= tile.columns {
        // Vectors of one set of lanes, each in its own sum.
        add(&pair, tile.layer, at &* size, 0, keeps, isChain, isRelu)
        add(&pair, tile.layer, at &* size, 1, keeps, isChain, isRelu)
        add(&pair, tile.layer, at &* size, 2, keeps, isChain, isRelu)
        add(&pair, tile.layer, at &* size, 3, keeps, isChain, isRelu)
        if DotLanes<Self>.vectors > 4 {
          add(&pair, tile.layer, at &* size, 4, keeps, isChain, isRelu)
          add(&pair, tile.layer, at &* size, 5, keeps, isChain, isRelu)
          add(&pair, tile.layer, at &* size, 6, keeps, isChain, isRelu)
          add(&pair, tile.layer, at &* size, 7, keeps, isChain, isRelu)
        }
        at &+= Int(CS_SUM_LANES)
      }
      var index = 0
      while at < tile.columns {
        let rest = tile.columns &- at
        let (h0, h1) = tile.layer.sums(at &* size, pair.rows, isChain, Self.self)
        pair.add(
          first(rest, of: rectified(h0, isRelu), numbers), first(rest, of: rectified(h1, isRelu), numbers),
          first(rest, of: lanes(at: tile.readout + at &* size), numbers), at &* size, index, keeps)
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

  @inline(__always)
  private static func rectified(_ h: Lanes, _ isRelu: Bool) -> Lanes { isRelu ? rectified(h) : h }

  /// One vector of the layer for both rows, `at` bytes and `index` vectors from the first.
  @inline(__always)
  private static func add(
    _ pair: inout ReadoutPair<Self>, _ layer: SheetLayer, _ at: Int, _ index: Int, _ keeps: Bool, _ isChain: Bool,
    _ isRelu: Bool
  ) {
    let place = at &+ index &* 64
    let (h0, h1) = layer.sums(place, pair.rows, isChain, Self.self)
    pair.add(rectified(h0, isRelu), rectified(h1, isRelu), lanes(at: pair.readout + place), place, index, keeps)
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
  /// The rows' numbers of the first term, and bytes to those of the next.
  let first: UnsafeRawPointer
  private let rowStep: Int
  /// The columns' numbers of the first term, and bytes to those of the next.
  let weight: UnsafeRawPointer
  private let columnStep: Int
  /// Of no meaning without a bias.
  private let bias: UnsafeRawPointer
  /// Products that it sums; one is rounded by itself.
  let terms: Int

  @inline(__always)
  init(_ streams: UnsafePointer<SheetStream>, _ operation: cs_operation) {
    let (rows, columns) = (streams + Int(operation.a), streams + Int(operation.b))
    terms = operation.micro == .affine ? Int(operation.detail & 255) : 1
    bias = UnsafeRawPointer(operation.c == CS_NONE ? rows[0].base : streams[Int(operation.c)].base)
    first = UnsafeRawPointer(rows[0].base)
    weight = UnsafeRawPointer(columns[0].base)
    rowStep = terms > 1 ? rows[1].base - rows[0].base : 0
    columnStep = terms > 1 ? columns[1].base - columns[0].base : 0
  }

  /// The sums of one vector of columns, `at` bytes from the first, for two rows.
  @inline(__always)
  func sums<T: Element>(_ at: Int, _ pair: (Int, Int), _ isChain: Bool, _ type: T.Type) -> (T.Lanes, T.Lanes)
  where T: Number, T.Lanes: Vector, T.Lanes.Scalar == T {
    let c = T.lanes(at: bias + at)
    cs_prefetch_near(bias + (at &+ SheetScratch.blockAhead))
    if !isChain {
      let w = T.lanes(at: weight + at)
      cs_prefetch_near(weight + (at &+ SheetScratch.blockAhead))
      return (T.lanes(at: first + pair.0 &* 64) * w + c, T.lanes(at: first + pair.1 &* 64) * w + c)
    }
    let (s0, s1) = chains(weight + at, first + pair.0 &* 64, first + pair.1 &* 64, T.self)
    return (s0 + c, s1 + c)
  }

  /// The chains of products of two rows, x0 and x1, with the columns' numbers at `w`.
  @inline(__always)
  func chains<T: Element>(
    _ w: UnsafeRawPointer, _ x0: UnsafeRawPointer, _ x1: UnsafeRawPointer, _ type: T.Type
  ) -> (T.Lanes, T.Lanes)
  where T: Number, T.Lanes: Vector, T.Lanes.Scalar == T {
    var (s0, s1) = (T.Lanes.zero, T.Lanes.zero)
    // A loop would take longer than what is in it.
    addTerm(0, w, x0, x1, &s0, &s1, T.self)
    if terms > 1 { addTerm(1, w, x0, x1, &s0, &s1, T.self) }
    if terms > 2 { addTerm(2, w, x0, x1, &s0, &s1, T.self) }
    if terms > 3 { addTerm(3, w, x0, x1, &s0, &s1, T.self) }
    if terms > 4 { addTerm(4, w, x0, x1, &s0, &s1, T.self) }
    if terms > 5 { addTerm(5, w, x0, x1, &s0, &s1, T.self) }
    if terms > 6 {
      for k in 6..<terms { addTerm(k, w, x0, x1, &s0, &s1, T.self) }
    }
    return (s0, s1)
  }

  @inline(__always)
  private func addTerm<T: Element>(
    _ k: Int, _ w: UnsafeRawPointer, _ x0: UnsafeRawPointer, _ x1: UnsafeRawPointer, _ s0: inout T.Lanes,
    _ s1: inout T.Lanes, _ type: T.Type
  ) where T: Number, T.Lanes: Vector, T.Lanes.Scalar == T {
    let factor = T.lanes(at: w + k &* columnStep)
    s0 = T.multiplyAdd(T.lanes(at: x0 + k &* rowStep), factor, s0)
    s1 = T.multiplyAdd(T.lanes(at: x1 + k &* rowStep), factor, s1)
  }
}
