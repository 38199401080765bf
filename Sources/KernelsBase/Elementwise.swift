// The elementwise machine: runs a bound micro-program over tiles that stay in the first-level cache.

import CPUFeatures

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Runs one chunk of an elementwise instruction: a range of whole tiles, the last chunk with the ragged end.
  ///
  /// - Order: every element by itself; chunks and tiles change nothing.
  @inline(__always)
  static func elementwiseChunk(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
    _ scratch: UnsafeMutableRawPointer
  ) {
    var program = ElementwiseProgram(i, arena, scratch)
    let tileLength = program.tileVectors &* lanes
    let chunks = Int(i.pointee.chunks)
    let tiles = (program.count &+ tileLength &- 1) / tileLength
    let start = tiles &* chunk / chunks &* tileLength
    let end = min(program.count, tiles &* (chunk &+ 1) / chunks &* tileLength)
    if start < end { run(&program, start: start, end: end) }
  }

  /// Runs elements `start` ..< `end`, both multiples of the vector or the end of the instruction.
  @inline(__always)
  static func run(_ program: inout ElementwiseProgram, start: Int, end: Int) {
    bind(&program, start: start, length: end &- start)
    perform(program.once, program.onceCount, offset: 0, vectors: Int.max)
    runTiles(
      program.repeated, program.repeatedCount, elements: end &- start, tile: program.tileVectors &* lanes)
  }

  /// Binds the program for `length` elements from `start` on.
  @inline(__always)
  static func bind(_ program: inout ElementwiseProgram, start: Int, length: Int) {
    program.bind(start: start, length: length) { store(Lanes(repeating: Self($0)), $1) }
  }

  /// Runs bound operations on tile after tile of `elements` elements.
  @inline(__always)
  static func runTiles(_ operations: UnsafePointer<cs_bound>, _ count: Int, elements: Int, tile: Int) {
    var at = 0
    while at < elements {
      let left = elements &- at
      perform(operations, count, offset: at &* size, vectors: (left &+ lanes &- 1) / lanes)
      at &+= tile
    }
  }

  /// Runs a bound segment.
  @inline(__always)
  static func runSegment(_ segment: UnsafePointer<cs_segment>) {
    guard let operations = segment.pointee.operations else { return }
    let once = Int(segment.pointee.once)
    perform(operations, once, offset: 0, vectors: Int.max)
    if segment.pointee.repeated > 0 {
      runTiles(
        operations + once, Int(segment.pointee.repeated), elements: Int(segment.pointee.elements),
        tile: Int(segment.pointee.tile))
    }
  }

  /// Binds a whole instruction for good. `operations` has room for all that binding writes, `uniforms` for a vector of
  /// every input, operation and constant. What fits one tile becomes a straight list.
  @inline(__always)
  static func bindSegment(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer,
    _ operations: UnsafeMutablePointer<cs_bound>, _ uniforms: UnsafeMutableRawPointer
  ) -> cs_segment {
    var program = ElementwiseProgram(i, arena, scratch, once: operations, uniforms: uniforms)
    bind(&program, start: 0, length: program.count)
    for n in 0..<program.repeatedCount { operations[program.onceCount &+ n] = program.repeated[n] }
    let tile = program.tileVectors &* lanes
    let isStraight = program.count <= tile
    let all = program.onceCount &+ program.repeatedCount
    return cs_segment(
      instruction: nil, operations: operations, once: Int64(isStraight ? all : program.onceCount),
      repeated: Int64(isStraight ? 0 : program.repeatedCount), elements: Int64(program.count), tile: Int64(tile),
      type: i.pointee.type)
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Writes elements `start` ..< `start + count` of a broadcast input into a tile, over its end by less than a vector.
  @inline(__always)
  static func spread(
    _ source: UnsafeMutableRawPointer, inner: Int, mid: Int, from start: Int, count: Int,
    _ tile: UnsafeMutableRawPointer
  ) {
    if inner == 1 {
      spreadPeriod(source, mid, phase: start % mid, count: count, tile)
      return
    }
    var index = start / inner % mid
    var run = inner &- start % inner
    var at = 0
    while at < count {
      let value = Lanes(repeating: load(source + index &* size, Self.self))
      let end = min(at &+ run, count)
      while at < end {
        store(value, tile + at &* size)
        at &+= lanes
      }
      at = end
      run = inner
      index = index &+ 1 == mid ? 0 : index &+ 1
    }
  }

  /// Writes vectors `start` ..< `start + count` of a broadcast input of vectors into a tile.
  @inline(__always)
  static func repeatVectors(
    _ source: UnsafeMutableRawPointer, inner: Int, mid: Int, from start: Int, count: Int, _ tile: UnsafeMutableRawPointer
  ) {
    var index = start / inner % mid
    var run = inner == 1 ? mid &- index : inner &- start % inner
    var at = 0
    while at < count {
      let end = min(at &+ run, count)
      if inner == 1 {
        let from = source + (index &- at) &* 64
        while at < end {
          store(load(from + at &* 64, Lanes.self), tile + at &* 64)
          at &+= 1
        }
        (index, run) = (0, mid)
      } else {
        let value = load(source + index &* 64, Lanes.self)
        while at < end {
          store(value, tile + at &* 64)
          at &+= 1
        }
        run = inner
        index = index &+ 1 == mid ? 0 : index &+ 1
      }
    }
  }

  /// A period of `period` elements, from `phase` on, repeated over `count` elements.
  @inline(__always)
  private static func spreadPeriod(
    _ source: UnsafeMutableRawPointer, _ period: Int, phase: Int, count: Int, _ tile: UnsafeMutableRawPointer
  ) {
    var at = 0
    var index = phase
    // The first period comes from the source, in at most two pieces; then what is there is copied on, doubling.
    while at < min(period, count) {
      let length = min(period &- index, count &- at)
      copyVectors(source + index &* size, tile + at &* size, length)
      at &+= length
      index = 0
    }
    var filled = period
    while filled < count {
      let length = min(filled, count &- filled)
      copyVectors(tile, tile + filled &* size, length)
      filled &+= length
    }
  }

  /// Copies `count` elements by whole vectors, in ascending order, over the end by less than one.
  @inline(__always)
  private static func copyVectors(_ source: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) {
    var at = 0
    while at < count {
      store(load(source + at &* size, Lanes.self), to + at &* size)
      at &+= lanes
    }
  }
}
