// Matrix products: out = op(a) op(b), m × n over k.
//
// Goals, in order: one order of operations for every shape of tile, instruction set and thread; near the processor's
// peak for large matrices; decent for skinny ones.
//
// The depth is cut into chunks of CS_PRODUCT_CHUNK (part of the numerics contract). Within a chunk the tile adds up
// from +0, and chunks are added to `out` in order. Everything else (blocks, packing, split between threads) is free.

import CPUFeatures

/// Sizes of the blocks that are packed at once. Depth is the contract's chunk.
enum GemmBlock {
  static let depth = Int(CS_PRODUCT_CHUNK)
  /// Rows of A: 128 × 512 floats are 256 KiB, doubles half as many.
  @inline(__always) static func rows(ofSize size: Int) -> Int { 512 / size / TileSize.rows &* TileSize.rows }
  /// Columns of B, a multiple of the panel's: about 2 MiB.
  @inline(__always) static func columns(ofSize size: Int, panel: Int) -> Int { 3840 / size / panel &* panel }
  /// Bytes between panels, for stores that run over the end of one.
  static let panelGap = 64
  /// Bytes of the packed block of A.
  static let aBytes = 512 &* depth &+ 8192
  /// Bytes of scratch: both packed blocks.
  static let scratchBytes = aBytes &+ 3840 &* depth &+ 32_768
}

/// A matrix as stored, and whether it is used transposed.
struct GemmMatrix {
  var base: UnsafeRawPointer
  /// Bytes from one stored row to the next.
  var stride: Int
  var transposed: Bool

  /// Whether what lies in the next row has to be asked for: it does not come by itself.
  @inline(__always)
  var hasLongRows: Bool { stride > 1024 }

  /// Whether, besides, so many rows are more than the nearest caches hold.
  @inline(__always)
  func isFar(_ rows: Int) -> Bool { hasLongRows && rows &* stride > 256 << 10 }
}

/// One product without batch: the part of `out` that a chunk owns.
struct GemmProblem {
  var a: GemmMatrix
  var b: GemmMatrix
  var out: UnsafeMutableRawPointer
  var outStride: Int
  var m: Int
  var n: Int
  var k: Int
  /// Whether element (i, j) of the product belongs in row j and column i of `out`.
  var writesTransposed = false
  /// Whether the product is added to what `out` holds.
  var adds = false
  /// The operand that all chunks share, packed beforehand, if there is one.
  var packedA: GemmShared?
  var packedB: GemmShared?
  /// What to fetch meanwhile.
  var ahead: UnsafeMutablePointer<Ahead>?
}

/// A block of an operand: panel q starts at base + q · panelStride. Strides are bytes.
struct GemmOperand {
  var base: UnsafeRawPointer
  var panelStride: Int
  var rowStride: Int
  var depthStride: Int
}

/// A block of columns of B, and where it is to be packed; nil if it is read where it is.
struct GemmColumns {
  let matrix: GemmMatrix
  let depth, count, column, columns: Int
  let packsInto: UnsafeMutableRawPointer?
  /// Whether it lies in panels, packed here or before.
  let isPacked: Bool
}

/// The height of the next tile when `rows` rows are left.
@inline(__always)
func tileHeight(_ rows: Int) -> Int {
  rows >= TileSize.rows ? TileSize.rows : rows >= 4 ? 4 : rows >= 2 ? 2 : 1
}

extension Element
where Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self {
  /// One product, by one thread.
  @inline(__always)
  static func multiplyMatrices(_ p: GemmProblem, _ scratch: UnsafeMutableRawPointer) {
    if p.k == 0 {
      if p.adds { return }
      let (rows, columns) = p.writesTransposed ? (p.n, p.m) : (p.m, p.n)
      for r in 0..<rows { clear(p.out + r &* p.outStride, count: columns &* size) }
      return
    }
    if p.writesTransposed { return multiplyTransposed(p, scratch) }
    let panel = TileSize.vectors &* tileLanes
    let blockRows = GemmBlock.rows(ofSize: size)
    let blockColumns = GemmBlock.columns(ofSize: size, panel: panel)
    let packedA = scratch
    let packedB = scratch + GemmBlock.aBytes
    // A few rows or columns do not pay for packing the other operand; a B stored transposed must be packed.
    let readsBInPlace = !p.b.transposed && p.m <= 4 &* TileSize.rows
    let readsAInPlace = p.n <= 2 &* panel
    var column = 0
    while column < p.n {
      let columns = min(blockColumns, p.n &- column)
      var depth = 0
      while depth < p.k {
        let count = min(GemmBlock.depth, p.k &- depth)
        let shared = p.packedB?.block(depth: depth, count: count, first: column / panel)
        let block = GemmColumns(
          matrix: p.b, depth: depth, count: count, column: column, columns: columns,
          packsInto: shared == nil && !readsBInPlace ? packedB : nil, isPacked: shared != nil || !readsBInPlace)
        let b = shared ?? operandB(block)
        var row = 0
        while row < p.m {
          let rows = min(blockRows, p.m &- row)
          let a =
            p.packedA?.block(depth: depth, count: count, first: row / TileSize.rows)
            ?? operandA(p.a, row: row, rows: rows, depth: depth, count: count, inPlace: readsAInPlace, packedA)
          multiplyBlock(
            a, b, p.out + row &* p.outStride + column &* size, p.outStride, rows: rows, adds: p.adds || depth > 0, block,
            packs: row == 0, p.ahead)
          row &+= blockRows
        }
        depth &+= count
      }
      column &+= columns
    }
  }

  /// Packs at most `TileSize.rows` rows of A into a panel [k][row].
  @inline(__always)
  static func packPanelA(
    _ matrix: GemmMatrix, row: Int, rows: Int, depth: Int, count: Int, _ panel: UnsafeMutableRawPointer
  ) {
    let width = TileSize.rows
    let stride = matrix.stride
    if matrix.transposed {
      copyNarrow(matrix.base + depth &* stride + row &* size, stride, depth: count, width: width, panel, fetches: matrix.isFar(count))
    } else {
      transposeRows(
        matrix.base + row &* stride + depth &* size, stride, rows: rows, depth: count, panel, width &* size,
        fetches: matrix.hasLongRows)
    }
  }

  /// Packs at most `TileSize.vectors` vectors of columns of B into a panel [k][column].
  @inline(__always)
  static func packPanelB(
    _ matrix: GemmMatrix, column: Int, columns: Int, depth: Int, count: Int, _ panel: UnsafeMutableRawPointer
  ) {
    let width = TileSize.vectors &* tileLanes
    let stride = matrix.stride
    if !matrix.transposed {
      let source = matrix.base + depth &* stride + column &* size
      copyWide(source, stride, depth: count, columns: columns, width: width, panel, fetches: matrix.isFar(count))
      return
    }
    var at = 0
    while at < columns {
      transposeRows(
        matrix.base + (column &+ at) &* stride + depth &* size, stride, rows: min(8, columns &- at), depth: count,
        panel + at &* size, width &* size, fetches: matrix.hasLongRows)
      at &+= 8
    }
  }

  /// A block of A, in place or packed into panels of `TileSize.rows` rows.
  @inline(__always)
  private static func operandA(
    _ matrix: GemmMatrix, row: Int, rows: Int, depth: Int, count: Int, inPlace: Bool,
    _ packed: UnsafeMutableRawPointer
  ) -> GemmOperand {
    let width = TileSize.rows
    let stride = matrix.stride
    let origin =
      matrix.transposed ? matrix.base + depth &* stride + row &* size : matrix.base + row &* stride + depth &* size
    if inPlace {
      let rowStride = matrix.transposed ? size : stride
      return GemmOperand(
        base: origin, panelStride: width &* rowStride, rowStride: rowStride,
        depthStride: matrix.transposed ? stride : size)
    }
    let panelStride = count &* width &* size &+ GemmBlock.panelGap
    var q = 0
    while q < rows {
      packPanelA(
        matrix, row: row &+ q, rows: min(width, rows &- q), depth: depth, count: count,
        packed + q / width &* panelStride)
      q &+= width
    }
    return GemmOperand(base: packed, panelStride: panelStride, rowStride: size, depthStride: width &* size)
  }

  /// A block of B, in place, or in the panels into which it will be packed.
  @inline(__always)
  private static func operandB(_ block: GemmColumns) -> GemmOperand {
    let width = TileSize.vectors &* tileLanes
    if let packed = block.packsInto {
      return GemmOperand(
        base: packed, panelStride: block.count &* width &* size &+ GemmBlock.panelGap, rowStride: 0,
        depthStride: width &* size)
    }
    return GemmOperand(
      base: block.matrix.base + block.depth &* block.matrix.stride + block.column &* size, panelStride: width &* size,
      rowStride: 0, depthStride: block.matrix.stride)
  }

  /// What the panel of B at column `at` of the block will be packed from, if B's rows are contiguous. (Columns that are
  /// contiguous are long, and come by themselves.)
  @inline(__always)
  private static func source(_ block: GemmColumns, at: Int) -> Ahead {
    let matrix = block.matrix
    if matrix.transposed || at >= block.columns { return Ahead() }
    return Ahead(
      matrix.base + block.depth &* matrix.stride + (block.column &+ at) &* size,
      bytes: min(TileSize.vectors &* tileLanes, block.columns &- at) &* size, rows: block.count, stride: matrix.stride)
  }

  /// The block `rows` × `block.columns` of C from packed or strided operands, panel by panel of B, each packed first if
  /// `packs` says so; the next one is fetched while this one is multiplied.
  @inline(__always)
  private static func multiplyBlock(
    _ a: GemmOperand, _ b: GemmOperand, _ out: UnsafeMutableRawPointer, _ outStride: Int, rows: Int, adds: Bool,
    _ block: GemmColumns, packs: Bool, _ meanwhile: UnsafeMutablePointer<Ahead>?
  ) {
    let width = TileSize.vectors &* tileLanes
    var column = 0
    while column < block.columns {
      let count = min(width, block.columns &- column)
      let vectors = (count &+ tileLanes &- 1) / tileLanes
      var o = TileOperands(
        a: a.base, rowStride: a.rowStride, depthStride: a.depthStride, b: b.base + column / width &* b.panelStride,
        bStride: b.depthStride, c: out + column &* size, cStride: outStride, depth: block.count,
        lastLanes: count &- (vectors &- 1) &* tileLanes, adds: adds)
      var ahead = Ahead()
      if packs, block.packsInto != nil {
        packPanelB(
          block.matrix, column: block.column &+ column, columns: count, depth: block.depth, count: block.count,
          UnsafeMutableRawPointer(mutating: o.b))
        ahead = source(block, at: column &+ width)
      } else if block.isPacked, column &+ width < block.columns {
        ahead = Ahead(UnsafeRawPointer(o.b) + b.panelStride, bytes: b.panelStride)
      }
      withUnsafeMutablePointer(to: &ahead) {
        var row = 0
        while row < rows {
          if let meanwhile, !meanwhile.pointee.isDone { o.ahead = meanwhile } else { o.ahead = $0 }
          o.a = a.base + row / TileSize.rows &* a.panelStride + row % TileSize.rows &* a.rowStride
          o.c = out + row &* outStride + column &* size
          let height = tileHeight(rows &- row)
          runStridedTile(rows: height, vectors: vectors, o)
          row &+= height
        }
      }
      column &+= width
    }
  }
}

extension Float {
  @inline(never) static func gemm(_ p: GemmProblem, _ scratch: UnsafeMutableRawPointer) {
    multiplyMatrices(p, scratch)
  }
}

extension Double {
  @inline(never) static func gemm(_ p: GemmProblem, _ scratch: UnsafeMutableRawPointer) {
    multiplyMatrices(p, scratch)
  }
}
