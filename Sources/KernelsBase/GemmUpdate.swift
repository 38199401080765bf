// gemm_update: a product that goes straight into an elementwise instruction, some rows at a time. While the rows are multiplied, what
// the elementwise instruction will read beside is fetched: a gradient is computed and its weights are updated at the pace of the
// products alone.

import CPUFeatures

/// The fewest rows of the product that are computed before they are read: whole vectors of elements, whatever a row's length.
private let updateRows = 16

/// Rows of a product that are computed before they are read: few, so that they stay in the nearest cache, if the packed operand stays in
/// the second one; else more, since the operand comes from further away for every block of them.
@inline(__always)
private func updateRows(m: Int, n: Int, k: Int, size: Int) -> Int {
  if n &* k &* size <= 512 << 10 { return updateRows }
  let most = min(128, max(updateRows, (512 << 10) / (n &* size) / updateRows &* updateRows))
  // As many for each of two threads.
  let blocks = (m &+ 2 &* most &- 1) / (2 &* most) &* 2
  return ((m &+ blocks &- 1) / blocks &+ updateRows &- 1) / updateRows &* updateRows
}

/// Pieces of whole blocks of rows that a gemm_update can be cut into.
package func gemmUpdatePieces(m: Int, n: Int, k: Int, size: Int) -> Int {
  let rows = updateRows(m: m, n: n, k: k, size: size)
  return (m &+ rows &- 1) / rows
}

/// Scratch before the elementwise instruction's own: a packed block of A, then the rows of the product.
private let updateScratchAt = 3 << 20

/// The longest row whose block fits into the scratch, and an operand that is worth keeping packed.
package func isGemmUpdate(m: Int, n: Int, k: Int, size: Int) -> Bool {
  m >= updateRows && n >= 16 && n &* updateRows &* size <= 2 << 20 && n &* k <= 8 << 20 && k > 0
}

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self
{
  /// Runs one chunk: some panels of B packed, then (finishing) some blocks of rows.
  @inline(__always)
  static func gemmUpdateChunk(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
    _ scratch: UnsafeMutableRawPointer
  ) {
    let rows = scratch + GemmBlock.aBytes
    var whole = GemmProblem(
      a: GemmMatrix(base: arena + Int(i.pointee.a), stride: Int(i.pointee.n6) &* size, transposed: i.pointee.n4 != 0),
      b: GemmMatrix(base: arena + Int(i.pointee.b), stride: Int(i.pointee.n7) &* size, transposed: i.pointee.n5 != 0),
      out: rows, outStride: Int(i.pointee.n1) &* size, m: Int(i.pointee.n0), n: Int(i.pointee.n1),
      k: Int(i.pointee.n2))
    let shared = sharedOperand(whole, arena + Int(i.pointee.workspace), isB: true)
    let chunks = Int(i.pointee.chunks)
    if chunk < chunks {
      packShared(whole, shared, isB: true, chunk, chunks)
      return
    }
    whole.packedB = shared
    let update = GemmUpdate(arena + Int(i.pointee.table), arena, scratch + updateScratchAt)
    let rowsOfBlock = updateRows(m: whole.m, n: whole.n, k: whole.k, size: size)
    let blocks = gemmUpdatePieces(m: whole.m, n: whole.n, k: whole.k, size: size)
    let (piece, pieces) = (chunk &- chunks, Int(i.pointee.finish_chunks))
    for block in (blocks &* piece / pieces)..<(blocks &* (piece &+ 1) / pieces) {
      let row = block &* rowsOfBlock
      let (start, end) = (row &* whole.n, min(row &+ rowsOfBlock, whole.m) &* whole.n)
      var p = whole
      p.m = min(rowsOfBlock, whole.m &- row)
      p.a.base += row &* (whole.a.transposed ? size : whole.a.stride)
      p.ahead = update.place(rows, start: start, end: end, size: size)
      gemm(p, scratch)
      var program = ElementwiseProgram(update.instruction, arena, update.scratch)
      run(&program, start: start, end: end)
    }
  }
}

/// A copy of the elementwise instruction in scratch, whose table can be changed.
struct GemmUpdate {
  let instruction: UnsafeMutablePointer<cs_instruction>
  private let inputs: UnsafeMutablePointer<cs_input>
  private let product: Int
  private let aheads: UnsafeMutablePointer<Ahead>
  private let arena: UnsafeMutableRawPointer
  /// The elementwise instruction's scratch.
  let scratch: UnsafeMutableRawPointer

  @inline(__always)
  init(_ source: UnsafeMutableRawPointer, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer) {
    instruction = scratch.assumingMemoryBound(to: cs_instruction.self)
    instruction.pointee = source.assumingMemoryBound(to: cs_instruction.self).pointee
    let counts = instruction.pointee
    let bytes = Int(counts.n1) &* MemoryLayout<cs_input>.stride
      &+ Int(counts.n2) &* MemoryLayout<cs_operation>.stride &+ Int(counts.n3) &* MemoryLayout<cs_output>.stride
    let table = scratch + 256
    copyBytes(from: arena + Int(counts.table), to: table, count: bytes)
    instruction.pointee.table = Int64(table - arena)
    inputs = table.assumingMemoryBound(to: cs_input.self)
    var number = 0
    for n in 0..<Int(counts.n1) where inputs[n].offset == CS_PRODUCT { number = n }
    product = number
    aheads = (scratch + 32 << 10).assumingMemoryBound(to: Ahead.self)
    self.arena = arena
    self.scratch = scratch + 40 << 10
  }

  /// Says that elements `start` ..< `end` of the product lie at `rows`; what else is read of these elements is to be fetched.
  @inline(__always)
  func place(
    _ rows: UnsafeMutableRawPointer, start: Int, end: Int, size: Int
  ) -> UnsafeMutablePointer<Ahead>? {
    inputs[product].offset = Int64(rows - arena &- start &* size)
    var count = 0
    for n in 0..<Int(instruction.pointee.n1)
    where n != product && inputs[n].inner == 1 && inputs[n].mid == instruction.pointee.n0 {
      aheads[count] = Ahead(arena + Int(inputs[n].offset) + start &* size, bytes: (end &- start) &* size)
      if count > 0 { aheads[count &- 1].following = aheads + count }
      count &+= 1
    }
    return count > 0 ? aheads : nil
  }
}
