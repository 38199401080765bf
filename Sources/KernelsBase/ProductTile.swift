// The register tile that all matrix products and convolutions are made of.
//
//   C[r, v] (+)= Σ_k A[r, k] · B[k, v]      r < rows ≤ 8, v < vectors ≤ 3 (vectors of `Element.Tile`)
//
// Every sum is one chain of fused multiply-adds from +0 over ascending k. Rows, vectors and the places that A and B
// are read from change nothing in it, so tiles may be cut as the instruction set likes.

import CPUFeatures

/// Tile sizes of this instruction set.
enum TileSize {
  // 24 accumulators of 32 registers. Gathered operands need more registers for themselves.
  #if KERNELS_AVX512
    static let rows = 8
    static let vectors = 3
    static let gatheredVectors = 2
  #elseif KERNELS_AVX2
    static let rows = 6
    static let vectors = 2
    static let gatheredVectors = 2
  #else
    static let rows = 4
    static let vectors = 1
    static let gatheredVectors = 1
  #endif
}

/// Where a tile reads A and B and leaves C. All strides and offsets are bytes.
struct TileOperands {
  /// A[0, 0] (a gathered A: what the row offsets count from).
  var a: UnsafeRawPointer
  /// From A[r, k] to A[r + 1, k] and to A[r, k + 1].
  var rowStride = 0
  var depthStride = 0
  /// Gathered A: A[r, k] lies at a + rowOffsets[r] + depthOffsets[k].
  var rowOffsets: UnsafePointer<Int>?
  /// Gathered A and viewed B: one offset for each k.
  var depthOffsets: UnsafePointer<Int>?
  /// B[0, 0]; a row of B is contiguous.
  var b: UnsafeRawPointer
  /// From B[k, v] to B[k + 1, v] (a viewed B: row k lies at b + depthOffsets[k]).
  var bStride = 0
  /// C[0, 0]; a row of C is contiguous.
  var c: UnsafeMutableRawPointer
  var cStride: Int
  /// Length of the chain.
  var depth: Int
  /// Elements of the last vector that belong to C: 1 … lanes (strided operands; else all).
  var lastLanes: Int
  /// Whether the sums are added to what C holds, or replace it.
  var adds: Bool
  /// What to fetch meanwhile.
  var ahead: UnsafeMutablePointer<Ahead>?
}

/// How a tile finds its operands.
enum TileAccess {
  /// A and B at constant strides (matrix products).
  case strided
  /// A at constant strides, each row of B somewhere in a padded image (convolutions over the image).
  case viewed
  /// Each row and each column of A somewhere in a padded image, B at a constant stride (gradients of convolution
  /// weights).
  case gathered
}

/// One row of accumulators.
struct TileRow<T: Element> where T: Number, T.Tile: Vector, T.Tile.Scalar == T {
  var v0 = T.Tile.zero
  var v1 = T.Tile.zero
  var v2 = T.Tile.zero

  /// Adds A[r, k] · B[k, …].
  @inline(__always)
  mutating func add(_ a: UnsafeRawPointer, _ b0: T.Tile, _ b1: T.Tile, _ b2: T.Tile, _ vectors: Int) {
    let factor = T.Tile(repeating: load(a, T.self))
    v0 = T.multiplyAdd(factor, b0, v0)
    if vectors > 1 { v1 = T.multiplyAdd(factor, b1, v1) }
    if vectors > 2 { v2 = T.multiplyAdd(factor, b2, v2) }
  }

  /// Writes the row to C, or adds it there.
  @inline(__always)
  func write(_ c: UnsafeMutableRawPointer, _ vectors: Int, adds: Bool) {
    let width = MemoryLayout<T.Tile>.size
    store(adds ? load(c, T.Tile.self) + v0 : v0, c)
    if vectors > 1 { store(adds ? load(c + width, T.Tile.self) + v1 : v1, c + width) }
    if vectors > 2 { store(adds ? load(c + 2 &* width, T.Tile.self) + v2 : v2, c + 2 &* width) }
  }

  /// The same where only `lanes` elements of the last vector belong to C.
  @inline(__always)
  func writePart(_ c: UnsafeMutableRawPointer, _ vectors: Int, _ lanes: Int, adds: Bool) {
    let width = MemoryLayout<T.Tile>.size
    let last = c + (vectors &- 1) &* width
    if vectors > 1 { store(adds ? load(c, T.Tile.self) + v0 : v0, c) }
    if vectors > 2 { store(adds ? load(c + width, T.Tile.self) + v1 : v1, c + width) }
    let v = vectors == 1 ? v0 : vectors == 2 ? v1 : v2
    storeFirst(adds ? load(last, T.Tile.self) + v : v, lanes, last)
  }
}

/// The addresses of A[r, 0]; those beyond the tile's rows are not used.
private struct TileRowStarts {
  let row0, row1, row2, row3, row4, row5, row6, row7: UnsafeRawPointer

  @inline(__always)
  init(_ o: borrowing TileOperands, _ access: TileAccess, _ rows: Int) {
    row0 = Self.start(o, 0, access, rows)
    row1 = Self.start(o, 1, access, rows)
    row2 = Self.start(o, 2, access, rows)
    row3 = Self.start(o, 3, access, rows)
    row4 = Self.start(o, 4, access, rows)
    row5 = Self.start(o, 5, access, rows)
    row6 = Self.start(o, 6, access, rows)
    row7 = Self.start(o, 7, access, rows)
  }

  @inline(__always)
  private static func start(
    _ o: borrowing TileOperands, _ r: Int, _ access: TileAccess, _ rows: Int
  ) -> UnsafeRawPointer {
    if r >= rows { return o.a }
    return access == .gathered ? o.a + o.rowOffsets.unsafelyUnwrapped[r] : o.a + r &* o.rowStride
  }
}

extension Element where Self: Number, Tile: Vector, Tile.Scalar == Self {
  /// The tile of `rows` × `vectors` (both, and `access`, literals at every call).
  @inline(__always)
  static func productTile(rows: Int, vectors: Int, _ access: TileAccess, _ o: borrowing TileOperands) {
    var r0 = TileRow<Self>()
    var r1 = TileRow<Self>()
    var r2 = TileRow<Self>()
    var r3 = TileRow<Self>()
    var r4 = TileRow<Self>()
    var r5 = TileRow<Self>()
    var r6 = TileRow<Self>()
    var r7 = TileRow<Self>()
    let width = MemoryLayout<Tile>.size
    let a = TileRowStarts(o, access, rows)
    let depthStride = o.depthStride
    let bStride = o.bStride
    let offsets = o.depthOffsets
    // C is on its way while the chains are made; short ones are made before it would come.
    if access == .strided, o.depth >= 128 {
      for r in 0..<rows {
        cs_prefetch(o.c + r &* o.cStride)
        if vectors > 1 { cs_prefetch(o.c + (r &* o.cStride &+ width)) }
        if vectors > 2 { cs_prefetch(o.c + (r &* o.cStride &+ 2 &* width)) }
      }
    }
    var along = 0
    var b = o.b
    var k = 0
    while k < o.depth {
      o.ahead?.pointee.step()
      let end = min(k &+ 16, o.depth)
      while k < end {
        if access == .gathered { along = offsets.unsafelyUnwrapped[k] }
        let row = access == .viewed ? o.b + offsets.unsafelyUnwrapped[k] : b
        let b0 = load(row, Tile.self)
        let b1 = vectors > 1 ? load(row + width, Tile.self) : b0
        let b2 = vectors > 2 ? load(row + 2 &* width, Tile.self) : b0
        r0.add(a.row0 + along, b0, b1, b2, vectors)
        if rows > 1 { r1.add(a.row1 + along, b0, b1, b2, vectors) }
        if rows > 2 { r2.add(a.row2 + along, b0, b1, b2, vectors) }
        if rows > 3 { r3.add(a.row3 + along, b0, b1, b2, vectors) }
        if rows > 4 { r4.add(a.row4 + along, b0, b1, b2, vectors) }
        if rows > 5 { r5.add(a.row5 + along, b0, b1, b2, vectors) }
        if rows > 6 { r6.add(a.row6 + along, b0, b1, b2, vectors) }
        if rows > 7 { r7.add(a.row7 + along, b0, b1, b2, vectors) }
        if access != .gathered { along &+= depthStride }
        if access != .viewed { b += bStride }
        k &+= 1
      }
    }
    let c = o.c
    let s = o.cStride
    let adds = o.adds
    let lanes = o.lastLanes
    if access != .strided || lanes == tileLanes {
      r0.write(c, vectors, adds: adds)
      if rows > 1 { r1.write(c + s, vectors, adds: adds) }
      if rows > 2 { r2.write(c + 2 &* s, vectors, adds: adds) }
      if rows > 3 { r3.write(c + 3 &* s, vectors, adds: adds) }
      if rows > 4 { r4.write(c + 4 &* s, vectors, adds: adds) }
      if rows > 5 { r5.write(c + 5 &* s, vectors, adds: adds) }
      if rows > 6 { r6.write(c + 6 &* s, vectors, adds: adds) }
      if rows > 7 { r7.write(c + 7 &* s, vectors, adds: adds) }
    } else {
      r0.writePart(c, vectors, lanes, adds: adds)
      if rows > 1 { r1.writePart(c + s, vectors, lanes, adds: adds) }
      if rows > 2 { r2.writePart(c + 2 &* s, vectors, lanes, adds: adds) }
      if rows > 3 { r3.writePart(c + 3 &* s, vectors, lanes, adds: adds) }
      if rows > 4 { r4.writePart(c + 4 &* s, vectors, lanes, adds: adds) }
      if rows > 5 { r5.writePart(c + 5 &* s, vectors, lanes, adds: adds) }
      if rows > 6 { r6.writePart(c + 6 &* s, vectors, lanes, adds: adds) }
      if rows > 7 { r7.writePart(c + 7 &* s, vectors, lanes, adds: adds) }
    }
  }
}
