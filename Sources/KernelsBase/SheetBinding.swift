// Where the registers of a sheet lie: numbers that vary with the rows alone as one vector each, those that vary with the
// columns side by side, sheets where they are.

import CPUFeatures

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self
{
  /// Numbers that are the same everywhere, as vectors.
  @inline(__always)
  static func bindScalars(_ run: SheetRun) {
    let (table, scratch) = (run.table, run.scratch)
    for n in 0..<Int(table.header.pointee.inputs) where table.inputs[n].extent == .scalar {
      let vector = scratch.scalars + n &* 64
      store(Lanes(repeating: load(run.arena + Int(table.inputs[n].offset), Self.self)), vector)
      scratch.streams[n] = SheetStream(base: vector, row: 0, vector: 0)
    }
    for j in 0..<Int(table.header.pointee.operations) {
      store(Lanes(repeating: Self(table.operations[j].constant)), scratch.constants + j &* 64)
    }
    store(Lanes(repeating: 1), scratch.ones)
  }

  /// Inputs that vary with the columns: read where they lie, or laid out side by side first.
  @inline(__always)
  static func bindColumns(_ run: SheetRun, first: Int, columns: Int) {
    let (table, scratch) = (run.table, run.scratch)
    let count = Int(table.header.pointee.inputs)
    var n = 0
    while n < count {
      let input = table.inputs[n]
      if input.extent != .column {
        n &+= 1
        continue
      }
      let stride = Int(input.stride)
      let source = run.arena + Int(input.offset) + first &* stride &* size
      if stride == 1 {
        scratch.streams[n] = SheetStream(base: source, row: 0, vector: 64)
        n &+= 1
        continue
      }
      // Up to eight numbers of each column that lie behind each other, at once.
      var together = 1
      while together < 8 && n &+ together < count && table.inputs[n &+ together].extent == .column
        && table.inputs[n &+ together].stride == input.stride
        && table.inputs[n &+ together].offset == input.offset &+ Int64(together &* size)
      {
        together &+= 1
      }
      let buffer = scratch.columns + n &* SheetScratch.columnSpan
      var column = 0
      while column < columns {
        transposePart(
          source + column &* stride &* size, stride &* size, rows: min(8, columns &- column),
          buffer + column &* size, SheetScratch.columnSpan, count: together)
        column &+= 8
      }
      for k in 0..<together {
        scratch.streams[n &+ k] = SheetStream(base: buffer + k &* SheetScratch.columnSpan, row: 0, vector: 64)
      }
      n &+= together
    }
  }

  /// Registers of results: tile buffers.
  @inline(__always)
  static func bindTiles(_ run: SheetRun, vectors: Int) {
    let header = run.table.header
    for register in Int(header.pointee.inputs)..<Int(header.pointee.registers) {
      run.scratch.streams[register] = SheetStream(
        base: run.scratch.tile(register &- Int(header.pointee.inputs)), row: vectors &* 64, vector: 64)
    }
  }

  /// Inputs that vary with the rows alone: numbers as vectors.
  @inline(__always)
  static func bindRows(_ run: SheetRun, row: Int, rows: Int) {
    let (table, scratch) = (run.table, run.scratch)
    for n in 0..<Int(table.header.pointee.inputs) where table.inputs[n].extent == .row {
      let stride = Int(table.inputs[n].stride) &* size
      let source = run.arena + Int(table.inputs[n].offset) + row &* stride
      let buffer = scratch.rows + n &* SheetScratch.rowLimit &* 64
      for r in 0..<rows { store(Lanes(repeating: load(source + r &* stride, Self.self)), buffer + r &* 64) }
      scratch.streams[n] = SheetStream(base: buffer, row: 64, vector: 0)
    }
  }

  /// Where a row of a block lies, and how far the next one is.
  @inline(__always)
  static func sheetPlace(
    _ run: SheetRun, isBlocks: Bool, row: Int, first: Int, columns: Int
  ) -> (offset: Int, stride: Int) {
    if !isBlocks { return ((row &* run.columns &+ first) &* size, run.columns &* size) }
    let stride = (columns &* size &+ 63) & ~63
    return (run.rows &* first &* size &+ row &* stride, stride)
  }

  /// Sheets where they lie. Results that are stored are made in their place where no vector runs over the end of a row.
  @inline(__always)
  static func bindSheets(_ run: SheetRun, row: Int, first: Int, columns: Int) {
    let (table, scratch) = (run.table, run.scratch)
    let inputs = Int(table.header.pointee.inputs)
    for n in 0..<inputs {
      let extent = table.inputs[n].extent
      if !(extent == .sheet || extent == .blocks) { continue }
      let place = sheetPlace(run, isBlocks: extent == .blocks, row: row, first: first, columns: columns)
      scratch.streams[n] = SheetStream(
        base: run.arena + Int(table.inputs[n].offset) + place.offset, row: place.stride, vector: 64)
    }
    for o in 0..<Int(table.header.pointee.stores) {
      let store = SheetStore(table.stores[o])
      if store.register < inputs || !(store.isBlocks || columns % lanes == 0) { continue }
      let place = sheetPlace(run, isBlocks: store.isBlocks, row: row, first: first, columns: columns)
      scratch.streams[store.register] = SheetStream(
        base: run.arena + store.offset + place.offset, row: place.stride, vector: 64)
    }
  }
}
