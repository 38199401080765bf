// Updates of a sheet: elementwise programs over the columns of a block, once its column sums are complete.

import CPUFeatures

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self
{
  /// Numbers of all updates that are the same everywhere, as vectors.
  @inline(__always)
  static func bindUpdates(_ run: SheetRun) {
    var next = run.table.updates
    var (scalars, constants) = (run.scratch.updateScalars, run.scratch.updateConstants)
    for _ in 0..<Int(run.table.header.pointee.updates) {
      let update = SheetUpdate(next)
      for n in 0..<Int(update.header.pointee.inputs) {
        if update.inputs[n].extent == .scalar {
          store(Lanes(repeating: load(run.arena + Int(update.inputs[n].offset), Self.self)), scalars)
        }
        scalars += 64
      }
      for j in 0..<Int(update.header.pointee.operations) {
        store(Lanes(repeating: Self(update.operations[j].constant)), constants)
        constants += 64
      }
      next = update.next
    }
  }

  /// All updates over the block's columns.
  @inline(__always)
  static func runUpdates(_ run: SheetRun, first: Int, columns: Int) {
    var next = run.table.updates
    var (scalars, constants) = (run.scratch.updateScalars, run.scratch.updateConstants)
    for _ in 0..<Int(run.table.header.pointee.updates) {
      let update = SheetUpdate(next)
      let perColumn = Int(update.header.pointee.per_column)
      // Tiles of the length of a register's buffer.
      let start = first &* perColumn
      let length = SheetScratch.tileLimit / 2 &* lanes
      var at = 0
      while at < columns &* perColumn {
        let count = min(length, columns &* perColumn &- at)
        runUpdate(run, update, scalars, constants, at: at, start: start, count: count)
        at &+= count
      }
      scalars += Int(update.header.pointee.inputs) &* 64
      constants += Int(update.header.pointee.operations) &* 64
      next = update.next
    }
  }

  /// `count` elements from number `at` of the block on, whose first is number `start` of the whole.
  @inline(__always)
  private static func runUpdate(
    _ run: SheetRun, _ update: SheetUpdate, _ scalars: UnsafeMutableRawPointer, _ constants: UnsafeMutableRawPointer,
    at: Int, start: Int, count: Int
  ) {
    let streams = run.scratch.updateStreams
    let inputs = Int(update.header.pointee.inputs)
    for n in 0..<inputs {
      let input = update.inputs[n]
      switch input.extent {
      case .scalar: streams[n] = SheetStream(base: scalars + n &* 64, row: 0, vector: 0)
      case .local:
        let results = input.stride == 1 ? results(run, Int(input.offset)) : run.scratch.locals + Int(input.offset)
        streams[n] = SheetStream(base: results + at &* size, row: 0, vector: 64)
      default:
        let base = run.arena + Int(input.offset) + (start &+ at) &* size
        streams[n] = SheetStream(base: base, row: 0, vector: 64)
        var line = 0
        while line < count &* size {
          cs_prefetch_near(base + count &* size + line)
          line &+= 64
        }
      }
    }
    for register in inputs..<Int(update.header.pointee.registers) {
      streams[register] = SheetStream(base: run.scratch.tile(register &- inputs), row: 0, vector: 64)
    }
    if count % lanes == 0 {
      for o in 0..<Int(update.header.pointee.stores) where update.stores[o].source >= CS_IN_PLACE {
        streams[Int(update.stores[o].source &- CS_IN_PLACE)] = SheetStream(
          base: run.arena + Int(update.stores[o].offset) + (start &+ at) &* size, row: 0, vector: 64)
      }
    }
    runOperations(
      update.operations, Int(update.header.pointee.operations), streams, constants, rows: 1,
      vectors: (count &+ lanes &- 1) / lanes)
    for o in 0..<Int(update.header.pointee.stores) {
      let from = streams[Int(update.stores[o].source & (CS_IN_PLACE &- 1))]
      let to = run.arena + Int(update.stores[o].offset) + (start &+ at) &* size
      if from.base != to { storeColumns(from.base, from.vector, count, to) }
    }
  }
}
