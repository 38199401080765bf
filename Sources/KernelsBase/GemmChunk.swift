// How the chunks of a gemm instruction share its work.
//
// Without finishing chunks, chunks are ranges of the batch when there are at least as many products as chunks, else
// pieces of each product's longer side. With them (no batch), the first chunks pack the operand of the shorter side
// into the workspace, once for all, and the finishing chunks are pieces of the longer side.

import CPUFeatures

/// An operand packed whole: for each depth chunk, all its panels.
struct GemmShared {
  var base: UnsafeMutableRawPointer
  /// Panels that the longer dimension makes.
  var panels: Int
  /// Bytes of one k of a panel.
  var depthStride: Int
  /// From one row of a panel to the next (A only).
  var rowStride: Int

  /// Panel `number` of the depth chunk from `depth` on, `count` long.
  @inline(__always)
  func panel(_ number: Int, depth: Int, count: Int) -> UnsafeMutableRawPointer {
    let before = panels &* (depth &* depthStride &+ depth / GemmBlock.depth &* GemmBlock.panelGap)
    return base + before + number &* (count &* depthStride &+ GemmBlock.panelGap)
  }

  /// The panels from number `first` on as a tile's operand.
  @inline(__always)
  func block(depth: Int, count: Int, first: Int) -> GemmOperand {
    GemmOperand(
      base: panel(first, depth: depth, count: count), panelStride: count &* depthStride &+ GemmBlock.panelGap,
      rowStride: rowStride, depthStride: depthStride)
  }
}

/// Bytes of workspace that a gemm with finishing chunks needs, on any instruction set: the packed operand of the
/// shorter side.
package func gemmWorkspaceBytes(_ instruction: cs_instruction) -> Int {
  let k = Int(instruction.n2)
  var (m, n) = (Int(instruction.n0), Int(instruction.n1))
  if isBetterTransposed(transposedB: instruction.n5 != 0, m: m, n: n) { (m, n) = (n, m) }
  let size = cs_type_bytes(instruction.type)
  // Panels are 4 to 8 rows of A, or 8 to 48 columns of B.
  let (panels, length) = m >= n ? ((n &+ 7) / 8, n &+ 48) : ((m &+ 3) / 4, m &+ 8)
  return sharedBytes(panels: panels, length: length, depth: k, size: size)
}

@inline(__always)
private func sharedBytes(panels: Int, length: Int, depth: Int, size: Int) -> Int {
  depth &* length &* size &+ (depth / GemmBlock.depth &+ 1) &* panels &* GemmBlock.panelGap &+ 256
}

/// Bytes of workspace that a gemm_update needs, on any instruction set: its packed right operand.
package func gemmUpdateWorkspaceBytes(_ instruction: cs_instruction) -> Int {
  let (n, k) = (Int(instruction.n1), Int(instruction.n2))
  return sharedBytes(
    panels: (n &+ 7) / 8, length: n &+ 48, depth: k, size: cs_type_bytes(instruction.type))
}

extension GemmProblem {
  /// The same product as op(b)ᵀ op(a)ᵀ, written transposed.
  @inline(__always)
  mutating func flip() {
    (a, b) = (b, a)
    a.transposed.toggle()
    b.transposed.toggle()
    (m, n) = (n, m)
    writesTransposed = true
  }
}

/// The length of `pieces` equal pieces of `length`, rounded up to a multiple of `step`.
@inline(__always)
private func gemmPiece(_ length: Int, _ pieces: Int, _ step: Int) -> Int {
  let piece = (length &+ pieces &- 1) / pieces
  return (piece &+ step &- 1) / step &* step
}

extension Element
where Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self {
  /// Runs one chunk of a gemm instruction.
  @inline(__always)
  static func gemmChunk(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
    _ scratch: UnsafeMutableRawPointer
  ) {
    var whole = GemmProblem(
      a: GemmMatrix(base: arena + Int(i.pointee.a), stride: Int(i.pointee.n6) &* size, transposed: i.pointee.n4 != 0),
      b: GemmMatrix(base: arena + Int(i.pointee.b), stride: Int(i.pointee.n7) &* size, transposed: i.pointee.n5 != 0),
      out: arena + Int(i.pointee.out), outStride: Int(i.pointee.n8) &* size, m: Int(i.pointee.n0),
      n: Int(i.pointee.n1),
      k: Int(i.pointee.n2), adds: i.pointee.detail != 0)
    if isBetterTransposed(transposedB: whole.b.transposed, m: whole.m, n: whole.n) { whole.flip() }
    let chunks = Int(i.pointee.chunks)
    let finish = Int(i.pointee.finish_chunks)
    if whole.m == 0 || whole.n == 0 { return }
    if finish > 0 {
      let isB = whole.m >= whole.n
      let shared = sharedOperand(whole, arena + Int(i.pointee.workspace), isB: isB)
      if chunk < chunks {
        packShared(whole, shared, isB: isB, chunk, chunks)
        return
      }
      if isB { whole.packedB = shared } else { whole.packedA = shared }
      multiplyPiece(whole, chunk &- chunks, finish, scratch)
      return
    }
    let batch = Int(i.pointee.n3)
    let splits = batch < chunks
    let first = splits ? 0 : batch &* chunk / chunks
    let end = splits ? batch : batch &* (chunk &+ 1) / chunks
    for g in first..<end {
      var one = whole
      one.a.base += g &* Int(whole.writesTransposed ? i.pointee.n10 : i.pointee.n9) &* size
      one.b.base += g &* Int(whole.writesTransposed ? i.pointee.n9 : i.pointee.n10) &* size
      one.out += g &* Int(i.pointee.n11) &* size
      multiplyPiece(one, splits ? chunk : 0, splits ? chunks : 1, scratch)
    }
  }

  /// Piece `number` of `pieces` of the longer side.
  @inline(__always)
  private static func multiplyPiece(
    _ whole: GemmProblem, _ number: Int, _ pieces: Int, _ scratch: UnsafeMutableRawPointer
  ) {
    var p = whole
    if whole.m >= whole.n {
      let piece = gemmPiece(whole.m, pieces, whole.writesTransposed ? transposedRows : TileSize.rows)
      let row = number &* piece
      p.m = min(piece, whole.m &- row)
      p.a.base += row &* (whole.a.transposed ? size : whole.a.stride)
      p.out += row &* (whole.writesTransposed ? size : whole.outStride)
    } else {
      let piece = gemmPiece(whole.n, pieces, 48)
      let column = number &* piece
      p.n = min(piece, whole.n &- column)
      p.b.base += column &* (whole.b.transposed ? whole.b.stride : size)
      p.out += column &* (whole.writesTransposed ? whole.outStride : size)
    }
    if p.m > 0 && p.n > 0 { gemm(p, scratch) }
  }

  /// The layout of the operand that the pieces share.
  @inline(__always)
  static func sharedOperand(_ p: GemmProblem, _ workspace: UnsafeMutableRawPointer, isB: Bool) -> GemmShared {
    let width = isB ? TileSize.vectors &* tileLanes : TileSize.rows
    let length = isB ? p.n : p.m
    return GemmShared(
      base: workspace, panels: (length &+ width &- 1) / width, depthStride: width &* size, rowStride: size)
  }

  /// Packs one chunk's panels of the shared operand.
  @inline(__always)
  static func packShared(_ p: GemmProblem, _ shared: GemmShared, isB: Bool, _ chunk: Int, _ chunks: Int) {
    let units = (p.k &+ GemmBlock.depth &- 1) / GemmBlock.depth &* shared.panels
    for unit in (units &* chunk / chunks)..<(units &* (chunk &+ 1) / chunks) {
      let depth = unit / shared.panels &* GemmBlock.depth
      let number = unit % shared.panels
      let count = min(GemmBlock.depth, p.k &- depth)
      let panel = shared.panel(number, depth: depth, count: count)
      if isB {
        let column = number &* TileSize.vectors &* tileLanes
        packPanelB(
          p.b, column: column, columns: min(TileSize.vectors &* tileLanes, p.n &- column), depth: depth, count: count,
          panel)
      } else {
        let row = number &* TileSize.rows
        packPanelA(p.a, row: row, rows: min(TileSize.rows, p.m &- row), depth: depth, count: count, panel)
      }
    }
  }
}
