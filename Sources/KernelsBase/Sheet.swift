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
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self
{
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
    bindUpdates(run)
    var isBound = false
    for group in (groups &* chunk / chunks)..<(groups &* (chunk &+ 1) / chunks) {
      let first = group &* run.blocks.perGroup
      for block in first..<min(first &+ run.blocks.perGroup, run.blocks.count) {
        runBlock(run, block, group: group, isFirstOfGroup: block == first, &isBound, numbers)
      }
    }
  }

  /// All rows of one block of columns. `isBound` says whether the numbers of all rows are laid out already.
  @inline(__always)
  private static func runBlock(
    _ run: SheetRun, _ block: Int, group: Int, isFirstOfGroup: Bool, _ isBound: inout Bool, _ numbers: Lanes
  ) {
    let header = run.table.header
    let first = block &* Int(CS_DOT_BLOCK)
    let columns = min(Int(CS_DOT_BLOCK), run.columns &- first)
    let vectors = (columns &+ lanes &- 1) / lanes
    // A gradient loop keeps its result in registers.
    let height =
      header.pointee.loop == .gradient && header.pointee.operations == 1
      ? SheetScratch.rowLimit
      : tileRows(registers: Int(header.pointee.registers &- header.pointee.inputs), vectors: vectors)
    bindColumns(run, first: first, columns: columns)
    bindTiles(run, vectors: vectors)
    // Sums over all rows at once need not leave their registers.
    let descends = header.pointee.descends != 0 && run.rows <= height
    var row = 0
    while row < run.rows {
      let rows = min(height, run.rows &- row)
      if row > 0 && row & (Int(CS_ROW_BLOCK) &- 1) == 0 { endChains(run, row: row, vectors: vectors) }
      // Numbers of the rows are the same for every block: those of a tile of all rows are still there.
      if !isBound || rows < run.rows { bindRows(run, row: row, rows: rows) }
      isBound = rows == run.rows
      bindSheets(run, row: row, first: first, columns: columns)
      switch header.pointee.loop {
      case .readout:
        sheetReadout(run, rows: rows, columns: columns, dotPlace(run, 0, group: group, row: row), adds: !isFirstOfGroup)
        storeSheets(run, row: row, rows: rows, first: first, columns: columns)
      case .gradient:
        runOperations(
          run.table.operations, Int(header.pointee.operations) &- 1, run.scratch.streams, run.scratch.constants,
          rows: rows, vectors: vectors)
        sheetGradient(run, row: row, rows: rows, columns: columns, first: descends ? first : nil)
      default:
        runOperations(
          run.table.operations, Int(header.pointee.operations), run.scratch.streams, run.scratch.constants, rows: rows,
          vectors: vectors)
        storeSheets(run, row: row, rows: rows, first: first, columns: columns)
        for d in 0..<Int(header.pointee.row_dots) {
          let dot = run.table.dots[d]
          rowDots(
            run.scratch.streams[Int(dot.a)], run.scratch.streams[Int(dot.b)], rows: rows, columns: columns,
            dotPlace(run, d, group: group, row: row), adds: !isFirstOfGroup, numbers)
        }
        addColumns(run, row: row, rows: rows, vectors: vectors)
      }
      row &+= rows
    }
    if descends { return }
    endBlock(run, first: first, columns: columns, vectors: vectors)
    runUpdates(run, first: first, columns: columns)
  }

  /// Where the sum of a row dot over the group at hand is, for row `row`.
  @inline(__always)
  private static func dotPlace(_ run: SheetRun, _ dot: Int, group: Int, row: Int) -> UnsafeMutableRawPointer {
    let sums =
      run.blocks.groups > 1 ? run.partial(dot: dot, group: group) : run.arena + Int(run.table.dots[dot].out)
    return sums + row &* size
  }

  /// Rows of a tile: a power of two, so that chains end between tiles, and few enough for the first-level cache.
  @inline(__always)
  private static func tileRows(registers: Int, vectors: Int) -> Int {
    let most = min(SheetScratch.tileLimit, max(48, 320 / max(1, registers)))
    var rows = SheetScratch.rowLimit
    while rows > 1 && rows &* vectors > most { rows /= 2 }
    return rows
  }

  // MARK: Work

  /// The operations of a sheet or an update over the tile at hand.
  @inline(__always)
  static func runOperations(
    _ operations: UnsafePointer<cs_operation>, _ count: Int, _ streams: UnsafeMutablePointer<SheetStream>,
    _ constants: UnsafeMutableRawPointer, rows: Int, vectors: Int
  ) {
    for j in 0..<count {
      sheetOperation(operations + j, constants + j &* 64, streams, rows, vectors)
    }
  }

  /// Copies sheets that something else needs, where they were not made in their place.
  @inline(__always)
  private static func storeSheets(_ run: SheetRun, row: Int, rows: Int, first: Int, columns: Int) {
    for o in 0..<Int(run.table.header.pointee.stores) {
      let output = SheetStore(run.table.stores[o])
      let from = run.scratch.streams[output.register]
      let place = sheetPlace(run, isBlocks: output.isBlocks, row: row, first: first, columns: columns)
      let at = run.arena + output.offset + place.offset
      if from.base == at { continue }
      for r in 0..<rows { storeColumns(from.base + r &* from.row, from.vector, columns, at + r &* place.stride) }
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
    if at < count { storeLanes(load(source, Lanes.self), first: count &- at, to + at &* size) }
  }

  /// Goes on with the column sums over a tile; two of the same register at once.
  @inline(__always)
  private static func addColumns(_ run: SheetRun, row: Int, rows: Int, vectors: Int) {
    let count = Int(run.table.header.pointee.column_sums)
    var q = 0
    while q < count {
      let sum = run.table.sums[q]
      let chains = run.scratch.chains + q &* SheetScratch.columnSpan
      let a = run.scratch.streams[Int(sum.a)]
      let starts = row % chainLength(sum) == 0
      if q &+ 1 < count && run.table.sums[q &+ 1].a == sum.a {
        let other = run.table.sums[q &+ 1]
        columnChains(
          a, factor(run, sum), factor(run, other), rows: rows, vectors: vectors, chains,
          chains + SheetScratch.columnSpan, starts: starts, othersStart: row % chainLength(other) == 0)
        q &+= 2
      } else {
        columnChains(a, factor(run, sum), rows: rows, vectors: vectors, chains, starts: starts)
        q &+= 1
      }
    }
  }

  /// What a column sum multiplies each row with.
  @inline(__always)
  private static func factor(_ run: SheetRun, _ sum: cs_column_sum) -> SheetStream {
    sum.b == CS_NONE
      ? SheetStream(base: run.scratch.ones, row: 0, vector: 0) : run.scratch.streams[Int(sum.b)]
  }

  /// Rows of one chain: a power of two in both cases.
  @inline(__always)
  private static func chainLength(_ sum: cs_column_sum) -> Int {
    sum.b == CS_NONE ? Int(CS_ROW_BLOCK) : Int(CS_PRODUCT_CHUNK)
  }

  /// Ends the chains that are full before row `row`.
  @inline(__always)
  private static func endChains(_ run: SheetRun, row: Int, vectors: Int) {
    for q in 0..<Int(run.table.header.pointee.column_sums) {
      let length = chainLength(run.table.sums[q])
      if row % length != 0 { continue }
      let at = q &* SheetScratch.columnSpan
      endChains(run.scratch.chains + at, run.scratch.totals + at, vectors: vectors, isFirst: row == length)
    }
  }

  /// Ends the last chains and puts the column sums where they belong.
  @inline(__always)
  private static func endBlock(_ run: SheetRun, first: Int, columns: Int, vectors: Int) {
    let count = Int(run.table.header.pointee.column_sums)
    for q in 0..<count where run.rows > chainLength(run.table.sums[q]) {
      let at = q &* SheetScratch.columnSpan
      endChains(run.scratch.chains + at, run.scratch.totals + at, vectors: vectors, isFirst: false)
    }
    var q = 0
    while q < count {
      let sum = run.table.sums[q]
      let stride = Int(sum.stride)
      if sum.where == .local && stride == 1 {
        q &+= 1
        continue
      }
      let totals = results(run, q)
      let out =
        sum.where == .local
        ? run.scratch.locals + Int(sum.out) : run.arena + Int(sum.out) + first &* stride &* size
      if stride > 1 && stride <= 8 && sum.where == .local && isRow(run.table.sums + q, count &- q) {
        interleave(totals, stride, columns, out)
        q &+= stride
        continue
      }
      if stride == 1 {
        storeColumns(totals, 64, columns, out)
      } else {
        for j in 0..<columns { store(load(totals + j &* size, Self.self), out + j &* stride &* size) }
      }
      q &+= 1
    }
  }

  /// The results of a column sum for the block at hand, side by side: its only chain, or the total of several.
  @inline(__always)
  static func results(_ run: SheetRun, _ q: Int) -> UnsafeMutableRawPointer {
    let all = run.rows > chainLength(run.table.sums[q]) ? run.scratch.totals : run.scratch.chains
    return all + q &* SheetScratch.columnSpan
  }

  /// Whether sums fill, one after the other, all the numbers of each column.
  @inline(__always)
  private static func isRow(_ sums: UnsafePointer<cs_column_sum>, _ count: Int) -> Bool {
    let stride = Int(sums[0].stride)
    if count < stride { return false }
    for k in 1..<stride where sums[k].where != .local || sums[k].out != sums[0].out &+ Int64(k &* size) { return false }
    return true
  }

  /// Lays `stride` ≤ 8 sums of each column side by side. It writes up to 8 elements over the end.
  @inline(__always)
  private static func interleave(
    _ totals: UnsafeMutableRawPointer, _ stride: Int, _ columns: Int, _ out: UnsafeMutableRawPointer
  ) {
    var column = 0
    while column < columns {
      transposePart(
        totals + column &* size, SheetScratch.columnSpan, rows: stride, out + column &* stride &* size,
        stride &* size, count: min(8, columns &- column))
      column &+= 8
    }
  }
}

extension Float {
  @inline(never)
  static func sheetReadout(
    _ run: SheetRun, rows: Int, columns: Int, _ partial: UnsafeMutableRawPointer, adds: Bool
  ) {
    readoutTile(run, rows: rows, columns: columns, partial, adds: adds, laneNumbers)
  }

  @inline(never)
  static func sheetGradient(_ run: SheetRun, row: Int, rows: Int, columns: Int, first: Int?) {
    gradientTile(run, row: row, rows: rows, columns: columns, first: first)
  }

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
  static func sheetReadout(
    _ run: SheetRun, rows: Int, columns: Int, _ partial: UnsafeMutableRawPointer, adds: Bool
  ) {
    readoutTile(run, rows: rows, columns: columns, partial, adds: adds, laneNumbers)
  }

  @inline(never)
  static func sheetGradient(_ run: SheetRun, row: Int, rows: Int, columns: Int, first: Int?) {
    gradientTile(run, row: row, rows: rows, columns: columns, first: first)
  }

  @inline(never)
  static func sheet(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
    _ scratch: UnsafeMutableRawPointer
  ) {
    sheetChunk(i, arena, chunk, scratch)
  }
}
