// The table of a sheet instruction and the memory of a thread in which its tiles lie.

import CPUFeatures

/// Where a register lies for the tile at hand: vector v of row r at base + r · row + v · vector. All are bytes.
struct SheetStream {
  var base: UnsafeMutableRawPointer
  var row: Int
  var vector: Int
}

/// The parts of a sheet's table.
struct SheetTable {
  let header: UnsafePointer<cs_sheet>
  let inputs: UnsafePointer<cs_sheet_input>
  let operations: UnsafePointer<cs_operation>
  let stores: UnsafePointer<cs_output>
  let dots: UnsafePointer<cs_row_dot>
  let sums: UnsafePointer<cs_column_sum>
  /// The first update; each is followed by its own lists.
  let updates: UnsafeRawPointer

  @inline(__always)
  init(_ table: UnsafeMutableRawPointer) {
    header = UnsafePointer(table.assumingMemoryBound(to: cs_sheet.self))
    inputs = UnsafeRawPointer(header + 1).assumingMemoryBound(to: cs_sheet_input.self)
    operations = UnsafeRawPointer(inputs + Int(header.pointee.inputs)).assumingMemoryBound(to: cs_operation.self)
    stores = UnsafeRawPointer(operations + Int(header.pointee.operations)).assumingMemoryBound(to: cs_output.self)
    dots = UnsafeRawPointer(stores + Int(header.pointee.stores)).assumingMemoryBound(to: cs_row_dot.self)
    sums = UnsafeRawPointer(dots + Int(header.pointee.row_dots)).assumingMemoryBound(to: cs_column_sum.self)
    updates = UnsafeRawPointer(sums + Int(header.pointee.column_sums))
  }
}

/// What a sheet stores, and how.
struct SheetStore {
  let register: Int
  let offset: Int
  let isBlocks: Bool

  @inline(__always)
  init(_ output: cs_output) {
    register = Int(output.source & (CS_IN_PLACE &- 1))
    offset = Int(output.offset)
    isBlocks = output.source & CS_BLOCKS != 0
  }
}

/// The parts of one update in a sheet's table.
struct SheetUpdate {
  let header: UnsafePointer<cs_update>
  let inputs: UnsafePointer<cs_sheet_input>
  let operations: UnsafePointer<cs_operation>
  let stores: UnsafePointer<cs_output>
  /// What follows in the table.
  let next: UnsafeRawPointer

  @inline(__always)
  init(_ table: UnsafeRawPointer) {
    header = table.assumingMemoryBound(to: cs_update.self)
    inputs = UnsafeRawPointer(header + 1).assumingMemoryBound(to: cs_sheet_input.self)
    operations = UnsafeRawPointer(inputs + Int(header.pointee.inputs)).assumingMemoryBound(to: cs_operation.self)
    stores = UnsafeRawPointer(operations + Int(header.pointee.operations)).assumingMemoryBound(to: cs_output.self)
    next = UnsafeRawPointer(stores + Int(header.pointee.stores))
  }
}

/// The memory of one thread while it runs a sheet.
struct SheetScratch {
  /// Where each register lies.
  let streams: UnsafeMutablePointer<SheetStream>
  /// The same for the update at hand.
  let updateStreams: UnsafeMutablePointer<SheetStream>
  /// One vector for each input that is one number, and one for each operation's constant; the same for all updates,
  /// one after the other. A vector of ones.
  let scalars, constants, updateScalars, updateConstants, ones: UnsafeMutableRawPointer
  /// `rowLimit` vectors for each input that varies with the rows.
  let rows: UnsafeMutableRawPointer
  /// Columns' numbers that do not lie side by side, laid out so: `columnSpan` bytes for each input.
  let columns: UnsafeMutableRawPointer
  /// Chains of the column sums at hand, and sums of finished chains: `columnSpan` bytes for each sum.
  let chains, totals: UnsafeMutableRawPointer
  /// Results that only updates read, several numbers of each column side by side.
  let locals: UnsafeMutableRawPointer
  /// Room for the chains of a column sum that nobody asked for.
  let spare: UnsafeMutableRawPointer
  /// Tile buffers of registers.
  let tiles: UnsafeMutableRawPointer

  /// The most rows of a tile.
  static let rowLimit = 64
  /// Bytes of a block's columns in the wider type, and a vector to spare.
  static let columnSpan = Int(CS_DOT_BLOCK) &* 8 &+ 64
  /// Bytes from a block's numbers to those of the next block, as a rule: what is asked for while this one is worked on.
  static let blockAhead = 1024
  /// The most vectors of a tile.
  static let tileLimit = 128

  @inline(__always)
  init(_ scratch: UnsafeMutableRawPointer) {
    let registers = Int(CS_MAX_REGISTERS)
    var next = scratch
    streams = next.assumingMemoryBound(to: SheetStream.self)
    next += registers &* MemoryLayout<SheetStream>.stride
    updateStreams = next.assumingMemoryBound(to: SheetStream.self)
    next += registers &* MemoryLayout<SheetStream>.stride
    scalars = next
    next += registers &* 64
    constants = next
    next += Int(CS_MAX_OPERATIONS) &* 64
    updateScalars = next
    next += registers &* 64
    updateConstants = next
    next += Int(CS_MAX_OPERATIONS) &* 64
    ones = next
    next += 64
    rows = next
    next += Int(CS_MAX_SHEET_INPUTS) &* SheetScratch.rowLimit &* 64
    columns = next
    next += Int(CS_MAX_SHEET_INPUTS) &* SheetScratch.columnSpan
    chains = next
    next += Int(CS_MAX_COLUMN_SUMS) &* SheetScratch.columnSpan
    totals = next
    next += Int(CS_MAX_COLUMN_SUMS) &* SheetScratch.columnSpan
    locals = next
    next += (Int(CS_MAX_COLUMN_SUMS) &+ 1) &* SheetScratch.columnSpan
    spare = next
    next += SheetScratch.columnSpan
    tiles = next
  }

  /// Scratch bytes that a sheet needs.
  static var bytes: Int {
    let registers = Int(CS_MAX_REGISTERS)
    let streams = 2 &* registers &* (MemoryLayout<SheetStream>.stride &+ 64) &+ 2 &* Int(CS_MAX_OPERATIONS) &* 64 &+ 64
    let inputs = Int(CS_MAX_SHEET_INPUTS) &* (rowLimit &* 64 &+ columnSpan)
    let sums = (3 &* Int(CS_MAX_COLUMN_SUMS) &+ 2) &* columnSpan
    return streams &+ inputs &+ sums &+ registers &* (tileLimit &+ 1) &* 64
  }

  /// The tile buffer of a register. A spare vector keeps buffers of a power of two of bytes off each other's sets.
  @inline(__always)
  func tile(_ register: Int) -> UnsafeMutableRawPointer { tiles + register &* (SheetScratch.tileLimit &+ 1) &* 64 }
}

/// One sheet instruction while a thread runs a chunk of it.
struct SheetRun {
  let arena: UnsafeMutableRawPointer
  let table: SheetTable
  let scratch: SheetScratch
  /// Samples and units.
  let rows: Int
  let columns: Int
  /// Partial sums of the row dots: for each dot, a row of `rowStride` bytes for each group of blocks.
  let partials: UnsafeMutableRawPointer
  let rowStride: Int
  let blocks: DotBlocks

  @inline(__always)
  init(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer) {
    self.arena = arena
    table = SheetTable(arena + Int(i.pointee.table))
    self.scratch = SheetScratch(scratch)
    rows = Int(i.pointee.n0)
    columns = Int(i.pointee.n1)
    partials = arena + Int(i.pointee.workspace)
    rowStride = sheetPartialStride(i.pointee)
    blocks = DotBlocks(length: columns)
  }

  /// The partial sums of one dot and one group.
  @inline(__always)
  func partial(dot: Int, group: Int) -> UnsafeMutableRawPointer {
    partials + (dot &* blocks.groups &+ group) &* rowStride
  }
}

/// Bytes of one row of partial sums: one number for each sample, and a vector to spare.
@inline(__always)
private func sheetPartialStride(_ i: cs_instruction) -> Int {
  let size = cs_type_bytes(i.type)
  return (Int(i.n0) &* size &+ 127) / 64 &* 64
}

/// The groups of blocks of a sheet, on any instruction set: pieces that can run at the same time.
package func sheetGroups(_ instruction: cs_instruction) -> Int { DotBlocks(length: Int(instruction.n1)).groups }

/// Bytes of workspace that a sheet needs: partial sums of its row dots.
package func sheetWorkspaceBytes(_ instruction: cs_instruction) -> Int {
  let groups = sheetGroups(instruction)
  return groups > 1 ? Int(instruction.n2) &* groups &* sheetPartialStride(instruction) : 0
}

/// Bytes of scratch of each thread that a sheet needs.
package func sheetScratchBytes() -> Int { SheetScratch.bytes }
