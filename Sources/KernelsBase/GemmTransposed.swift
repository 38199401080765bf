// A product written transposed: out[j][i] = Σ_k a[i, k] · b[k, j]. That is how x wᵀ is computed for a batch x of few rows: the
// rows of w, many and read once, are the tile's rows, which need no packing; the few samples are its columns.

import CPUFeatures

/// Rows that are computed before they are written: a multiple of every tile's height and of eight.
let transposedRows = 24

/// Whether a product as the instruction states it is better computed the other way round.
package func isBetterTransposed(transposedB: Bool, m: Int, n: Int) -> Bool { transposedB && m <= 192 && n >= 8 && m >= 16 }

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self
{
  /// One such product, by one thread; `a` is not transposed.
  @inline(__always)
  static func multiplyTransposed(_ p: GemmProblem, _ scratch: UnsafeMutableRawPointer) {
    let width = TileSize.vectors &* tileLanes
    let tileStride = width &* size
    var depth = 0
    while depth < p.k {
      let count = min(GemmBlock.depth, p.k &- depth)
      let b = p.packedB?.block(depth: depth, count: count, first: 0) ?? packColumns(p, depth, count, scratch + GemmBlock.aBytes)
      var row = 0
      while row < p.m {
        let rows = min(transposedRows, p.m &- row)
        let a = p.a.base + row &* p.a.stride + depth &* size
        var ahead = Ahead(
          a + transposedRows &* p.a.stride, bytes: count &* size, rows: max(0, min(transposedRows, p.m &- row &- rows)),
          stride: p.a.stride)
        var column = 0
        while column < p.n {
          let columns = min(width, p.n &- column)
          var o = TileOperands(
            a: a, rowStride: p.a.stride, depthStride: size, b: b.base + column / width &* b.panelStride,
            bStride: b.depthStride, c: scratch, cStride: tileStride, depth: count, lastLanes: tileLanes, adds: false)
          withUnsafeMutablePointer(to: &ahead) {
            o.ahead = $0
            var r = 0
            while r < rows {
              o.a = a + r &* p.a.stride
              o.c = scratch + r &* tileStride
              let height = tileHeight(rows &- r)
              runStridedTile(rows: height, vectors: (columns &+ tileLanes &- 1) / tileLanes, o)
              r &+= height
            }
          }
          writeTransposed(
            scratch, tileStride, rows: rows, columns: columns, p.out + column &* p.outStride + row &* size, p.outStride,
            adds: p.adds || depth > 0)
          column &+= width
        }
        row &+= rows
      }
      depth &+= count
    }
  }

  /// Packs all columns of B.
  @inline(__always)
  private static func packColumns(
    _ p: GemmProblem, _ depth: Int, _ count: Int, _ packed: UnsafeMutableRawPointer
  ) -> GemmOperand {
    let width = TileSize.vectors &* tileLanes
    let panelStride = count &* width &* size &+ GemmBlock.panelGap
    var column = 0
    while column < p.n {
      packPanelB(
        p.b, column: column, columns: min(width, p.n &- column), depth: depth, count: count,
        packed + column / width &* panelStride)
      column &+= width
    }
    return GemmOperand(base: packed, panelStride: panelStride, rowStride: 0, depthStride: width &* size)
  }

  /// out[j][i] = or += tile[i][j].
  @inline(__always)
  private static func writeTransposed(
    _ tile: UnsafeMutableRawPointer, _ tileStride: Int, rows: Int, columns: Int, _ out: UnsafeMutableRawPointer,
    _ outStride: Int, adds: Bool
  ) {
    let (wholeRows, wholeColumns) = (rows / 8 &* 8, columns / 8 &* 8)
    for j in 0..<(wholeColumns / 8) {
      for i in 0..<(wholeRows / 8) {
        let from = tile + 8 &* i &* tileStride + 8 &* j &* size
        let to = out + 8 &* j &* outStride + 8 &* i &* size
        if adds { addTransposedSquare(from, tileStride, to, outStride) } else { transposeSquare(from, tileStride, to, outStride) }
      }
    }
    for i in 0..<rows {
      for j in (i < wholeRows ? wholeColumns : 0)..<columns {
        let sum = load(tile + i &* tileStride + j &* size, Self.self)
        let to = out + j &* outStride + i &* size
        store(adds ? load(to, Self.self) + sum : sum, to)
      }
    }
  }
}
