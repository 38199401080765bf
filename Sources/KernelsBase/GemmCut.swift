// How the chunks of a gemm instruction share its products.

/// The part of a batched product that one chunk owns.
struct GemmCut {
  var firstBatch = 0
  var endBatch: Int
  var row = 0
  var rows: Int
  var column = 0
  var columns: Int

  @inline(__always)
  init(m: Int, n: Int, batch: Int, chunks: Int, chunk: Int) {
    endBatch = batch
    rows = m
    columns = n
    if batch >= chunks {
      firstBatch = batch &* chunk / chunks
      endBatch = batch &* (chunk &+ 1) / chunks
    } else if m >= n {
      let piece = gemmPiece(m, chunks, 24)
      row = chunk &* piece
      rows = min(piece, m &- row)
    } else {
      let piece = gemmPiece(n, chunks, 48)
      column = chunk &* piece
      columns = min(piece, n &- column)
    }
  }
}

/// The length of `pieces` equal pieces of `length`, rounded up to a multiple of `step`.
@inline(__always)
func gemmPiece(_ length: Int, _ pieces: Int, _ step: Int) -> Int {
  let piece = (length &+ pieces &- 1) / pieces
  return (piece &+ step &- 1) / step &* step
}
