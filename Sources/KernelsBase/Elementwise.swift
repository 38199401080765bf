// The elementwise machine: runs a micro-program over tiles that stay in the first-level cache.

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
    if start >= end { return }
    let whole = start &+ (end &- start) / lanes &* lanes
    if start < whole {
      bind(&program, start: start, direct: true)
      runTiles(program, start: start, end: whole)
    }
    if whole < end {
      bind(&program, start: whole, direct: false)
      runTiles(program, start: whole, end: whole &+ lanes)
      for o in 0..<program.outputCount {
        let source = program.stream(program.registers[Int(program.outputs[o].source)], 0)
        copyBytes(
          from: source.base, to: arena + Int(program.outputs[o].offset) + whole &* size, count: (end &- whole) &* size
        )
      }
    }
  }

  /// Runs the bound program over elements `start` ..< `end`, a multiple of the vector apart.
  @inline(__always)
  private static func runTiles(_ p: ElementwiseProgram, start: Int, end: Int) {
    let tileLength = p.tileVectors &* lanes
    var at = start
    while at < end {
      let length = min(tileLength, end &- at)
      let bytes = (at &- start) &* size
      for n in 0..<p.inputCount where p.inputs[n].mid != 1 && !p.isFull(n) {
        spread(p.inputs[n], p.arena, from: at, count: length, p.tile(n))
      }
      for j in 0..<p.boundCount {
        let operation = p.bound[j]
        micro(
          operation.micro, to: p.stream(operation.to, bytes).base, p.stream(operation.a, bytes),
          p.stream(operation.b, bytes), p.stream(operation.c, bytes), vectors: length / lanes)
      }
      at &+= length
    }
  }

  /// Writes elements `start` ..< `start + count` of a broadcast input into a tile, over its end by less than a vector.
  @inline(__always)
  private static func spread(
    _ input: cs_input, _ arena: UnsafeMutableRawPointer, from start: Int, count: Int, _ tile: UnsafeMutableRawPointer
  ) {
    let source = arena + Int(input.offset)
    let inner = Int(input.inner)
    let mid = Int(input.mid)
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
