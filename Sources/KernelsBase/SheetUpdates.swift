// Updates of a sheet: elementwise programs over the columns of a block, once its column sums are complete.

import CPUFeatures

extension Element
where Self: Number, Self.SIMD8Storage: BitwiseCopyable, Tile: Vector, Tile.Scalar == Self, Lanes: Vector, Lanes.Scalar == Self {
  /// All updates over the block's columns.
  @inline(__always)
  static func runUpdates(_ run: SheetRun, first: Int, columns: Int) {
    var next = run.table.updates
    for _ in 0..<Int(run.table.header.pointee.updates) {
      let update = SheetUpdate(next)
      let perColumn = Int(update.header.pointee.per_column)
      bindConstants(run, update)
      // Tiles of the length of a register's buffer.
      let start = first &* perColumn
      let length = SheetScratch.tileLimit / 2 &* lanes
      var at = 0
      while at < columns &* perColumn {
        let count = min(length, columns &* perColumn &- at)
        runUpdate(run, update, at: at, start: start, count: count)
        at &+= count
      }
      next = update.next
    }
  }

  /// Inputs that are one number, and the constants of operations.
  @inline(__always)
  private static func bindConstants(_ run: SheetRun, _ update: SheetUpdate) {
    let scratch = run.scratch
    for n in 0..<Int(update.header.pointee.inputs) where update.inputs[n].extent == .scalar {
      let vector = scratch.updateScalars + n &* 64
      store(Lanes(repeating: load(run.arena + Int(update.inputs[n].offset), Self.self)), vector)
      scratch.updateStreams[n] = SheetStream(base: vector, row: 0, vector: 0)
    }
    for j in 0..<Int(update.header.pointee.operations) {
      store(Lanes(repeating: Self(update.operations[j].constant)), scratch.updateConstants + j &* 64)
    }
  }

  /// `count` elements from number `at` of the block on, whose first is number `start` of the whole.
  @inline(__always)
  private static func runUpdate(_ run: SheetRun, _ update: SheetUpdate, at: Int, start: Int, count: Int) {
    let streams = run.scratch.updateStreams
    let inputs = Int(update.header.pointee.inputs)
    for n in 0..<inputs {
      let input = update.inputs[n]
      if input.extent == .scalar { continue }
      let base =
        input.extent == .local
        ? run.scratch.locals + Int(input.offset) + at &* size : run.arena + Int(input.offset) + (start &+ at) &* size
      streams[n] = SheetStream(base: base, row: 0, vector: 64)
    }
    for register in inputs..<Int(update.header.pointee.registers) {
      streams[register] = SheetStream(base: run.scratch.tile(register &- inputs), row: 0, vector: 64)
    }
    runOperations(
      update.operations, Int(update.header.pointee.operations), streams, run.scratch.updateConstants, rows: 1,
      vectors: (count &+ lanes &- 1) / lanes)
    for o in 0..<Int(update.header.pointee.stores) {
      let from = streams[Int(update.stores[o].source)]
      storeColumns(from.base, from.vector, count, run.arena + Int(update.stores[o].offset) + (start &+ at) &* size)
    }
  }
}
