// Sheets: a program over all pairs of a sample and a unit, tile by tile, with sums along both ways and updates made of
// them, so that nothing of the size samples × units need reach memory.
//
// Goals, in order: the bits of the instructions it stands for, whatever the tiles; tiles that stay in the first-level
// cache; blocks of units that threads can take independently.
//
// A block is CS_DOT_BLOCK columns. Its rows are taken tile by tile: inputs are bound, operations sweep over the tile,
// results are stored, row dots give one partial sum a row, column sums go on. After the last row the column sums are
// complete and the updates run over the block's columns.

import CPUFeatures

extension Element
where Self: Number, Self.SIMD8Storage: BitwiseCopyable, Tile: Vector, Tile.Scalar == Self, Lanes: Vector, Lanes.Scalar == Self {
  /// Runs one chunk: a range of groups of blocks, or, in the finishing chunk, the sums of the groups.
  @inline(__always)
  static func sheetChunk(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
    _ scratch: UnsafeMutableRawPointer
  ) {
    let run = SheetRun(i, arena, scratch)
    let chunks = Int(i.pointee.chunks)
    let groups = run.blocks.groups
    if chunk >= chunks {
      for dot in 0..<Int(run.table.header.pointee.row_dots) { addGroups(run, dot: dot) }
      return
    }
    let numbers = laneNumbers
    bindScalars(run)
    for group in (groups &* chunk / chunks)..<(groups &* (chunk &+ 1) / chunks) {
      let first = group &* run.blocks.perGroup
      for block in first..<min(first &+ run.blocks.perGroup, run.blocks.count) {
        runBlock(run, block, group: group, isFirstOfGroup: block == first, numbers)
      }
    }
  }

  /// Numbers that are the same everywhere, as vectors.
  @inline(__always)
  private static func bindScalars(_ run: SheetRun) {
    let (table, scratch) = (run.table, run.scratch)
    for n in 0..<Int(table.header.pointee.inputs) where table.inputs[n].extent == .scalar {
      let vector = scratch.scalars + n &* 64
      store(Lanes(repeating: load(run.arena + Int(table.inputs[n].offset), Self.self)), vector)
      scratch.streams[n] = SheetStream(base: vector, row: 0, vector: 0)
    }
    for j in 0..<Int(table.header.pointee.operations) {
      store(Lanes(repeating: Self(table.operations[j].constant)), scratch.constants + j &* 64)
    }
  }

  /// All rows of one block of columns.
  @inline(__always)
  private static func runBlock(
    _ run: SheetRun, _ block: Int, group: Int, isFirstOfGroup: Bool, _ numbers: Lanes
  ) {
    let header = run.table.header
    let first = block &* Int(CS_DOT_BLOCK)
    let columns = min(Int(CS_DOT_BLOCK), run.columns &- first)
    let vectors = (columns &+ lanes &- 1) / lanes
    let height = tileRows(registers: Int(header.pointee.registers &- header.pointee.inputs), vectors: vectors)
    bindColumns(run, first: first, columns: columns)
    bindTiles(run, vectors: vectors)
    let sums = Int(header.pointee.column_sums)
    for q in 0..<sums { clear(run.scratch.chains + q &* SheetScratch.columnSpan, count: vectors &* 64) }
    var row = 0
    while row < run.rows {
      let rows = min(height, run.rows &- row)
      if row > 0 && row & (Int(CS_ROW_BLOCK) &- 1) == 0 { endChains(run, row: row, vectors: vectors) }
      bindRows(run, row: row, rows: rows, first: first, columns: columns)
      runOperations(
        run.table.operations, Int(header.pointee.operations), run.scratch.streams, run.scratch.constants, rows: rows,
        vectors: vectors)
      storeSheets(run, row: row, rows: rows, first: first, columns: columns)
      for d in 0..<Int(header.pointee.row_dots) {
        let dot = run.table.dots[d]
        let partial =
          run.blocks.groups > 1 ? run.partial(dot: d, group: group) : run.arena + Int(dot.out)
        rowDots(
          run.scratch.streams[Int(dot.a)], run.scratch.streams[Int(dot.b)], rows: rows, columns: columns,
          partial + row &* size, adds: !isFirstOfGroup, numbers)
      }
      addColumns(run, rows: rows, vectors: vectors)
      row &+= rows
    }
    endBlock(run, first: first, columns: columns, vectors: vectors)
    runUpdates(run, first: first, columns: columns)
  }

  /// Rows of a tile: a power of two, so that chains end between tiles, and few enough for the first-level cache.
  @inline(__always)
  private static func tileRows(registers: Int, vectors: Int) -> Int {
    let most = min(SheetScratch.tileLimit, max(48, 320 / max(1, registers)))
    var rows = SheetScratch.rowLimit
    while rows > 1 && rows &* vectors > most { rows /= 2 }
    return rows
  }

  // MARK: Binding

  /// Inputs that vary with the columns: read where they lie, or laid out side by side first.
  @inline(__always)
  private static func bindColumns(_ run: SheetRun, first: Int, columns: Int) {
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
        transposeBlock(
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
  private static func bindTiles(_ run: SheetRun, vectors: Int) {
    let header = run.table.header
    for register in Int(header.pointee.inputs)..<Int(header.pointee.registers) {
      run.scratch.streams[register] = SheetStream(
        base: run.scratch.tile(register &- Int(header.pointee.inputs)), row: vectors &* 64, vector: 64)
    }
  }

  /// Inputs that vary with the rows: numbers as vectors, sheets where they lie. Results that are stored whole are made
  /// in their place where no vector runs over the end of a row.
  @inline(__always)
  private static func bindRows(_ run: SheetRun, row: Int, rows: Int, first: Int, columns: Int) {
    let (table, scratch) = (run.table, run.scratch)
    for n in 0..<Int(table.header.pointee.inputs) {
      let input = table.inputs[n]
      if input.extent == .sheet {
        let at = run.arena + Int(input.offset) + (row &* run.columns &+ first) &* size
        scratch.streams[n] = SheetStream(base: at, row: run.columns &* size, vector: 64)
      } else if input.extent == .row {
        let stride = Int(input.stride) &* size
        let source = run.arena + Int(input.offset) + row &* stride
        let buffer = scratch.rows + n &* SheetScratch.rowLimit &* 64
        for r in 0..<rows { store(Lanes(repeating: load(source + r &* stride, Self.self)), buffer + r &* 64) }
        scratch.streams[n] = SheetStream(base: buffer, row: 64, vector: 0)
      }
    }
    if columns % lanes != 0 { return }
    for o in 0..<Int(table.header.pointee.stores) {
      let register = Int(table.stores[o].source)
      if register < Int(table.header.pointee.inputs) { continue }
      let at = run.arena + Int(table.stores[o].offset) + (row &* run.columns &+ first) &* size
      scratch.streams[register] = SheetStream(base: at, row: run.columns &* size, vector: 64)
    }
  }

  // MARK: Work

  /// The operations of a sheet or an update over the tile at hand.
  @inline(__always)
  static func runOperations(
    _ operations: UnsafePointer<cs_operation>, _ count: Int, _ streams: UnsafeMutablePointer<SheetStream>,
    _ constants: UnsafeMutableRawPointer, rows: Int, vectors: Int
  ) {
    for j in 0..<count {
      let operation = operations[j]
      let constant = SheetStream(base: constants + j &* 64, row: 0, vector: 0)
      sheetOperation(
        operation, streams[Int(operation.destination)], operation.a >= 0 ? streams[Int(operation.a)] : constant,
        operation.b >= 0 ? streams[Int(operation.b)] : constant,
        operation.c >= 0 ? streams[Int(operation.c)] : constant, streams, rows, vectors)
    }
  }

  /// Copies sheets that something else needs, where they were not made in their place.
  @inline(__always)
  private static func storeSheets(_ run: SheetRun, row: Int, rows: Int, first: Int, columns: Int) {
    for o in 0..<Int(run.table.header.pointee.stores) {
      let from = run.scratch.streams[Int(run.table.stores[o].source)]
      let at = run.arena + Int(run.table.stores[o].offset) + (row &* run.columns &+ first) &* size
      if from.base == at { continue }
      for r in 0..<rows {
        storeColumns(from.base + r &* from.row, from.vector, columns, at + r &* run.columns &* size)
      }
    }
  }

  /// Copies `count` elements from vectors `step` bytes apart, and no byte beyond.
  @inline(__always)
  static func storeColumns(
    _ from: UnsafeMutableRawPointer, _ step: Int, _ count: Int, _ to: UnsafeMutableRawPointer
  ) {
    var at = 0
    var source = from
    while at &+ lanes <= count {
      store(load(source, Lanes.self), to + at &* size)
      source += step
      at &+= lanes
    }
    if at < count { storeFirst(load(source, Lanes.self), count &- at, to + at &* size) }
  }

  /// Goes on with the column sums over a tile; two of the same register at once.
  @inline(__always)
  private static func addColumns(_ run: SheetRun, rows: Int, vectors: Int) {
    let count = Int(run.table.header.pointee.column_sums)
    var q = 0
    while q < count {
      let sum = run.table.sums[q]
      let chains = run.scratch.chains + q &* SheetScratch.columnSpan
      let a = run.scratch.streams[Int(sum.a)]
      if q &+ 1 < count && run.table.sums[q &+ 1].a == sum.a {
        columnChains(
          a, factor(run, sum), factor(run, run.table.sums[q &+ 1]), rows: rows, vectors: vectors, chains,
          chains + SheetScratch.columnSpan)
        q &+= 2
      } else {
        columnChains(a, factor(run, sum), rows: rows, vectors: vectors, chains)
        q &+= 1
      }
    }
  }

  /// What a column sum multiplies each row with. The spare register of constants holds ones.
  @inline(__always)
  private static func factor(_ run: SheetRun, _ sum: cs_column_sum) -> SheetStream {
    if sum.b != CS_NONE { return run.scratch.streams[Int(sum.b)] }
    let ones = run.scratch.scalars + (Int(CS_MAX_REGISTERS) &- 1) &* 64
    store(Lanes(repeating: 1), ones)
    return SheetStream(base: ones, row: 0, vector: 0)
  }

  /// Ends the chains that are full before row `row`: plain sums after CS_ROW_BLOCK rows, products after
  /// CS_PRODUCT_CHUNK.
  @inline(__always)
  private static func endChains(_ run: SheetRun, row: Int, vectors: Int) {
    for q in 0..<Int(run.table.header.pointee.column_sums) {
      let length = run.table.sums[q].b == CS_NONE ? Int(CS_ROW_BLOCK) : Int(CS_PRODUCT_CHUNK)
      if row % length != 0 { continue }
      let at = q &* SheetScratch.columnSpan
      endChains(run.scratch.chains + at, run.scratch.totals + at, vectors: vectors, isFirst: row == length)
    }
  }

  /// Ends the last chains and puts the column sums where they belong.
  @inline(__always)
  private static func endBlock(_ run: SheetRun, first: Int, columns: Int, vectors: Int) {
    for q in 0..<Int(run.table.header.pointee.column_sums) {
      let sum = run.table.sums[q]
      let at = q &* SheetScratch.columnSpan
      let length = sum.b == CS_NONE ? Int(CS_ROW_BLOCK) : Int(CS_PRODUCT_CHUNK)
      endChains(run.scratch.chains + at, run.scratch.totals + at, vectors: vectors, isFirst: run.rows <= length)
      let stride = Int(sum.stride)
      let totals = run.scratch.totals + at
      let out =
        sum.where == .local
        ? run.scratch.locals + Int(sum.out) : run.arena + Int(sum.out) + first &* stride &* size
      if stride == 1 {
        storeColumns(totals, 64, columns, out)
      } else {
        for j in 0..<columns { store(load(totals + j &* size, Self.self), out + j &* stride &* size) }
      }
    }
  }
}

extension Float {
  @inline(never)
  static func sheet(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
    _ scratch: UnsafeMutableRawPointer
  ) {
    sheetChunk(i, arena, chunk, scratch)
  }
}

extension Double {
  @inline(never)
  static func sheet(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
    _ scratch: UnsafeMutableRawPointer
  ) {
    sheetChunk(i, arena, chunk, scratch)
  }
}
