import CPUFeatures
import KernelsBase

/// How an instruction is cut into chunks, and the memory that it needs beside its operands. A function of the
/// instruction's shape alone.
package struct Cut: Sendable, Equatable {
  /// Independent pieces, run first.
  package var chunks: Int32 = 1
  /// Independent pieces, run when the first are done.
  package var finishChunks: Int32 = 0
  /// Bytes of the instruction's workspace in the arena.
  package var workspaceBytes = 0
  /// Bytes of scratch of each thread.
  package var scratchBytes = 0
}

/// The cut of an instruction. Reads opcode, type and sizes (n0 …), and nothing of the arena.
package func cut(_ i: cs_instruction) -> Cut {
  switch i.opcode {
  case .elementwise: elementwiseCut(i)
  case .gemm: gemmCut(i)
  case .gemmUpdate: gemmUpdateCut(i)
  case .conv2d, .conv2dInputAdjoint, .conv2dPool, .conv2dPoolInputAdjoint: convolutionCut(i)
  case .conv2dWeightAdjoint, .conv2dPoolWeightAdjoint: weightAdjointCut(i)
  case .reduceSum: reduceSumCut(i)
  case .reduceMax: Cut(chunks: chunks(work: moves(i, i.n0 * i.n1 * i.n2), limit: Int(i.n0 * ((i.n2 + 15) / 16))))
  case .argmaxMask: Cut(chunks: chunks(work: Int(i.n0 * i.n1 * i.n2), limit: Int(i.n0)))
  case .poolSelect, .poolScatter: Cut(chunks: chunks(work: poolWork(i), limit: Int(i.n0 * i.n1)))
  case .sumPool, .sumPoolAdjoint: Cut(chunks: chunks(work: windowReads(i), limit: Int(i.n0 * i.n1)))
  case .copyStrided: Cut(chunks: chunks(work: Int(i.n1) / 4, limit: 64))
  case .fill: Cut(chunks: chunks(work: moves(i, i.n0), limit: 64))
  case .gatherRows: Cut(chunks: chunks(work: moves(i, i.n1 * i.n2), limit: Int(i.n2)))
  case .scatterAddRows: Cut(chunks: chunks(work: moves(i, i.n1 * i.n2), limit: Int(i.n0)))
  case .matrixVector: Cut(chunks: chunks(work: moves(i, i.n0 * i.n1), limit: Int(i.n0)))
  case .interleavedGemm, .interleavedMatrixVector, .interleavedSum: Cut(scratchBytes: Machine.usualScratchBytes)
  case .sheet: sheetCut(i)
  case .slabs: Cut(chunks: chunks(work: Int(i.n0 * i.n5), limit: Int(i.n0)), scratchBytes: slabsScratchBytes(i))
  @unknown default: Cut()
  }
}

/// Work (in units of roughly a nanosecond of one thread) below which an instruction is not worth sharing, and that of
/// a good chunk.
private enum Worth {
  static let sharing = 6000
  static let chunk = 4000
  /// The same for sheets, whose blocks stay with their threads.
  static let sharingBlocks = 900
  static let blocks = 500
}

/// As many chunks of `each` as the work is worth, at most `limit`.
private func chunks(work: Int, limit: Int, each: Int = Worth.chunk) -> Int32 {
  work < Worth.sharing ? 1 : Int32(max(1, min(max(2, work / each), limit, 64)))
}

private func gemmCut(_ i: cs_instruction) -> Cut {
  let (m, n, k, batch) = (Int(i.n0), Int(i.n1), Int(i.n2), Int(i.n3))
  let work = productWork(i)
  var cut = Cut(scratchBytes: Machine.usualScratchBytes)
  if batch > 1 {
    cut.chunks = chunks(work: work, limit: batch)
    return cut
  }
  let pieces = chunks(work: work, limit: gemmPieces(i), each: 10_000)
  if pieces > 1 && min(m, n) > 96 && min(m, n) * k < 4 << 20 {
    // The operand of the shorter side is worth packing once for all pieces, if it is not too large to keep.
    cut.chunks = chunks(work: min(m, n) * k / 10, limit: max(1, min(m, n) / 48), each: 10_000)
    cut.finishChunks = pieces
    cut.workspaceBytes = gemmWorkspaceBytes(i)
  } else {
    cut.chunks = pieces
  }
  return cut
}

/// Pieces of the longer side, as small as pays, so that threads end together. Pieces of rows: each reads all of the other operand, which
/// may lie beyond the nearest caches, and rows read in place are fetched ahead within one. Columns are packed anew for each piece.
private func gemmPieces(_ i: cs_instruction) -> Int {
  let (m, n) = (Int(i.n0), Int(i.n1))
  let flips = isBetterTransposed(transposedB: i.n5 != 0, m: m, n: n)
  let (rows, columns) = flips ? (n, m) : (m, n)
  if rows < columns { return (columns + 95) / 96 }
  let isNear = columns * Int(i.n2) * cs_type_bytes(i.type) <= 512 << 10
  if flips || isNear { return flips ? (rows + 71) / 72 : (rows + 23) / 24 }
  // Large pieces of an odd number would leave one of two threads without work.
  return (rows + 239) / 240 * 2
}

private func gemmUpdateCut(_ i: cs_instruction) -> Cut {
  let (m, n, k) = (Int(i.n0), Int(i.n1), Int(i.n2))
  let work = 2 * m * n * k / (i.type == .float32 ? 200 : 100) + 2 * moves(i, i.n0 * i.n1)
  return Cut(
    chunks: chunks(work: n * k / 10, limit: max(1, n / 48), each: 10_000),
    finishChunks: chunks(work: work, limit: gemmUpdatePieces(m: m, n: n, k: k, size: cs_type_bytes(i.type)), each: 20_000),
    workspaceBytes: gemmUpdateWorkspaceBytes(i), scratchBytes: Machine.usualScratchBytes)
}

/// Nanoseconds to read or write `count` elements that are not in the nearest cache.
private func moves(_ i: cs_instruction, _ count: Int64) -> Int { Int(count) / (i.type == .float32 ? 16 : 8) }

private func elementwiseCut(_ i: cs_instruction) -> Cut {
  Cut(chunks: chunks(work: elementwiseWork(i), limit: 64), scratchBytes: Machine.usualScratchBytes)
}

private func productWork(_ i: cs_instruction) -> Int {
  // 200 floating-point operations a nanosecond in float32.
  2 * Int(i.n0 * i.n1 * i.n2 * i.n3) / (i.type == .float32 ? 200 : 100)
}

private func elementwiseWork(_ i: cs_instruction) -> Int {
  // A vector of 16 floats or 8 doubles takes some 0.4 ns for each unit of weight, more where memory is what limits.
  moves(i, i.n0) * max(2 * Int(i.n1 + i.n3), Int(i.n5)) * 2 / 5
}

/// Roughly the nanoseconds that one thread needs for a part of slabs.
package func work(ofPart i: cs_instruction) -> Int {
  switch i.opcode {
  case .gemm: productWork(i)
  case .elementwise: elementwiseWork(i)
  default: moves(i, i.n0 * i.n1 * i.n2)
  }
}

private func sheetCut(_ i: cs_instruction) -> Cut {
  let groups = sheetGroups(i)
  let work = moves(i, i.n0 * i.n1) * Int(i.n5) * 2 / 5
  let pieces = work < Worth.sharingBlocks ? 1 : max(1, min(groups, max(2, work / Worth.blocks)))
  return Cut(
    chunks: Int32(pieces), finishChunks: i.n2 > 0 && groups > 1 ? 1 : 0,
    workspaceBytes: sheetWorkspaceBytes(i), scratchBytes: max(sheetScratchBytes(), Machine.usualScratchBytes))
}

private func convolutionCut(_ i: cs_instruction) -> Cut {
  Cut(
    chunks: imageChunks(i, limit: Int(i.n0)),
    scratchBytes: max(convolutionScratchBytes(i), Machine.usualScratchBytes))
}

private func weightAdjointCut(_ i: cs_instruction) -> Cut {
  let (groups, workspaceBytes) = weightAdjointGroups(i)
  let blocks = Int(i.n1 * i.n5 * i.n6 + 7) / 8
  let finishWork = moves(i, Int64(groups) * i.n1 * i.n4 * i.n5 * i.n6)
  return Cut(
    chunks: imageChunks(i, limit: groups), finishChunks: chunks(work: finishWork, limit: blocks),
    workspaceBytes: workspaceBytes, scratchBytes: max(convolutionScratchBytes(i), Machine.usualScratchBytes))
}

/// Pieces that are long beside the packing of the weights, which each does anew.
private func imageChunks(_ i: cs_instruction, limit: Int) -> Int32 {
  let work = Int(2 * i.n0 * i.n1 * i.n4 * i.n5 * i.n6 * i.n11 * i.n12) / (i.type == .float32 ? 150 : 75)
  let packing = Int(i.n1 * i.n4 * i.n5 * i.n6) / (i.type == .float32 ? 2 : 1)
  return chunks(work: work, limit: limit, each: max(20_000, 20 * packing))
}

private func reduceSumCut(_ i: cs_instruction) -> Cut {
  let work = moves(i, i.n0 * i.n1 * i.n2)
  let block = Int64(CS_SUM_BLOCK)
  if i.n2 != 1 {
    let groups = i.n2 / (i.type == .float32 ? 64 : 32) + 1
    return Cut(chunks: chunks(work: work, limit: Int(i.n0 * groups)))
  }
  if i.n1 <= block { return Cut(chunks: chunks(work: work + Int(i.n0) * 5, limit: Int(i.n0))) }
  let blocks = i.n0 * ((i.n1 + block - 1) / block)
  return Cut(
    chunks: chunks(work: work, limit: Int(blocks)), finishChunks: 1,
    workspaceBytes: Int(blocks) * cs_type_bytes(i.type))
}

/// Elements that all windows of a pooling read.
private func windowReads(_ i: cs_instruction) -> Int { Int(i.n0 * i.n1 * i.n11 * i.n12 * i.n5 * i.n6) }

private func poolWork(_ i: cs_instruction) -> Int {
  // The 2 × 2 case runs in vectors.
  i.n5 == 2 && i.n6 == 2 && i.n7 == 2 && i.n8 == 2 ? windowReads(i) / 8 : windowReads(i)
}

extension Machine {
  /// Scratch that is enough for everything but convolutions over very large images.
  package static var usualScratchBytes: Int { 4 << 20 }
}

extension cs_instruction {
  /// Of conv2d_pool: bytes from its result to its choices, and of the choices.
  package var choicesOffset: Int { poolChoicesOffset(self) }
  package var choicesBytes: Int { poolChoicesBytes(self) }
}

/// Whether an elementwise instruction may read the rows of a product of these sizes as soon as they are there. What few samples make of
/// many weights is computed the other way round, columns first.
package func canUpdate(m: Int, n: Int, k: Int, transposedB: Bool, bytesPerElement: Int) -> Bool {
  !isBetterTransposed(transposedB: transposedB, m: m, n: n) && isGemmUpdate(m: m, n: n, k: k, size: bytesPerElement)
}
