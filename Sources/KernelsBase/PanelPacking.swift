// Packing of matrix operands into panels: A into panels of `TileSize.rows` rows, element [k][r]; B into panels of
// whole vectors, element [k][column]. What a panel holds beyond the matrix is of no meaning: it only reaches sums
// that are not stored.

/// Eight vectors of eight: an 8 × 8 block in registers.
struct Block8<T: Number> where T.SIMD8Storage: BitwiseCopyable {
  var v0, v1, v2, v3, v4, v5, v6, v7: SIMD8<T>

  /// One round of the perfect shuffle: v[2i], v[2i + 1] become v[i] and v[i + 4] interleaved. Three rounds transpose
  /// the block.
  @inline(__always)
  func shuffled() -> Block8 {
    Block8(
      v0: Self.low(v0, v4), v1: Self.high(v0, v4), v2: Self.low(v1, v5), v3: Self.high(v1, v5),
      v4: Self.low(v2, v6), v5: Self.high(v2, v6), v6: Self.low(v3, v7), v7: Self.high(v3, v7))
  }

  @inline(__always)
  private static func low(_ x: SIMD8<T>, _ y: SIMD8<T>) -> SIMD8<T> {
    var result = x
    result.evenHalf = x.lowHalf
    result.oddHalf = y.lowHalf
    return result
  }

  @inline(__always)
  private static func high(_ x: SIMD8<T>, _ y: SIMD8<T>) -> SIMD8<T> {
    var result = x
    result.evenHalf = x.highHalf
    result.oddHalf = y.highHalf
    return result
  }
}

extension Element
where Self: Number, Self.SIMD8Storage: BitwiseCopyable, Tile: Vector, Tile.Scalar == Self {
  /// Transposes up to 8 × 8 elements: destination[k][r] = source[r][k] for r < `rows`, k < `count` (both 1 … 8).
  /// Strides are bytes.
  ///
  /// Reads 8 elements of each row and writes 8 of each of the `count` destination rows; those beyond `rows` are
  /// copies of the last row.
  @inline(__always)
  static func transposeBlock(
    _ source: UnsafeRawPointer, _ sourceStride: Int, rows: Int,
    _ destination: UnsafeMutableRawPointer, _ destinationStride: Int, count: Int
  ) {
    let last = rows &- 1
    let block = Block8<Self>(
      v0: load(source, SIMD8<Self>.self),
      v1: load(source + min(1, last) &* sourceStride, SIMD8<Self>.self),
      v2: load(source + min(2, last) &* sourceStride, SIMD8<Self>.self),
      v3: load(source + min(3, last) &* sourceStride, SIMD8<Self>.self),
      v4: load(source + min(4, last) &* sourceStride, SIMD8<Self>.self),
      v5: load(source + min(5, last) &* sourceStride, SIMD8<Self>.self),
      v6: load(source + min(6, last) &* sourceStride, SIMD8<Self>.self),
      v7: load(source + min(7, last) &* sourceStride, SIMD8<Self>.self)
    ).shuffled().shuffled().shuffled()
    let upper = destination + 4 &* destinationStride
    store(block.v0, destination)
    if count > 1 { store(block.v1, destination + destinationStride) }
    if count > 2 { store(block.v2, destination + 2 &* destinationStride) }
    if count > 3 { store(block.v3, destination + 3 &* destinationStride) }
    if count > 4 { store(block.v4, upper) }
    if count > 5 { store(block.v5, upper + destinationStride) }
    if count > 6 { store(block.v6, upper + 2 &* destinationStride) }
    if count > 7 { store(block.v7, upper + 3 &* destinationStride) }
  }

  /// Transposes `rows` ≤ 8 rows of `depth` elements into [k][r], ascending k. Strides are bytes.
  ///
  /// Writes 8 elements for every k, however narrow the panel: what spills over is overwritten by the next k, so the
  /// panel ends with 8 spare elements.
  @inline(__always)
  static func transposeRows(
    _ source: UnsafeRawPointer, _ stride: Int, rows: Int, depth: Int,
    _ panel: UnsafeMutableRawPointer, _ panelStride: Int
  ) {
    var k = 0
    while k &+ 8 <= depth {
      transposeBlock(source + k &* size, stride, rows: rows, panel + k &* panelStride, panelStride, count: 8)
      k &+= 8
    }
    if k < depth {
      transposeBlock(source + k &* size, stride, rows: rows, panel + k &* panelStride, panelStride, count: depth &- k)
    }
  }

  /// Copies 8 elements of each of `depth` rows into a panel of `width` ≤ 8 columns, over its end and ascending, as
  /// above.
  @inline(__always)
  static func copyNarrow(
    _ source: UnsafeRawPointer, _ stride: Int, depth: Int, width: Int, _ panel: UnsafeMutableRawPointer
  ) {
    for k in 0..<depth { store(load(source + k &* stride, SIMD8<Self>.self), panel + k &* width &* size) }
  }

  /// Copies `columns` elements of each of `depth` rows into a panel of `width` columns, whole vectors at a time.
  @inline(__always)
  static func copyWide(
    _ source: UnsafeRawPointer, _ stride: Int, depth: Int, columns: Int, width: Int, _ panel: UnsafeMutableRawPointer
  ) {
    let vector = MemoryLayout<Tile>.size
    let vectors = (columns &+ tileLanes &- 1) / tileLanes
    for k in 0..<depth {
      let from = source + k &* stride
      let to = panel + k &* width &* size
      for v in 0..<vectors { store(load(from + v &* vector, Tile.self), to + v &* vector) }
    }
  }
}
