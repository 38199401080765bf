// Packing of matrix operands into panels: A into panels of `TileSize.rows` rows, element [k][r]; B into panels of
// whole vectors, element [k][column]. What a panel holds beyond the matrix is of no meaning: it only reaches sums
// that are not stored.

import CPUFeatures

/// How many rows before they are packed rows are asked for.
private let packsAhead = 24

/// Eight vectors of eight: an 8 × 8 block in registers.
struct Block8<V> {
  var v0, v1, v2, v3, v4, v5, v6, v7: V
}

extension Block8<SIMD8<Float>> {
  @inline(__always)
  var transposed: Block8 {
    let a = Self.fours(v0, v1, v2, v3)
    let b = Self.fours(v4, v5, v6, v7)
    return Block8(
      v0: cs_lower_halves_f32(a.0, b.0), v1: cs_lower_halves_f32(a.1, b.1), v2: cs_lower_halves_f32(a.2, b.2),
      v3: cs_lower_halves_f32(a.3, b.3), v4: cs_upper_halves_f32(a.0, b.0), v5: cs_upper_halves_f32(a.1, b.1),
      v6: cs_upper_halves_f32(a.2, b.2), v7: cs_upper_halves_f32(a.3, b.3))
  }

  /// Four rows of eight as columns 0 and 4, 1 and 5, 2 and 6, 3 and 7.
  @inline(__always)
  private static func fours(
    _ r0: SIMD8<Float>, _ r1: SIMD8<Float>, _ r2: SIMD8<Float>, _ r3: SIMD8<Float>
  ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
    let (a, b) = (cs_even_pairs_f32(r0, r1), cs_odd_pairs_f32(r0, r1))
    let (c, d) = (cs_even_pairs_f32(r2, r3), cs_odd_pairs_f32(r2, r3))
    return (cs_even_fours_f32(a, c), cs_odd_fours_f32(a, c), cs_even_fours_f32(b, d), cs_odd_fours_f32(b, d))
  }
}

extension Block8<SIMD8<Double>> {
  @inline(__always)
  var transposed: Block8 {
    let even = Self.lanes(
      cs_even_pairs_f64(v0, v1), cs_even_pairs_f64(v2, v3), cs_even_pairs_f64(v4, v5), cs_even_pairs_f64(v6, v7))
    let odd = Self.lanes(
      cs_odd_pairs_f64(v0, v1), cs_odd_pairs_f64(v2, v3), cs_odd_pairs_f64(v4, v5), cs_odd_pairs_f64(v6, v7))
    return Block8(
      v0: even.0, v1: odd.0, v2: even.1, v3: odd.1, v4: even.2, v5: odd.2, v6: even.3, v7: odd.3)
  }

  /// Four rows of four pairs, transposed.
  @inline(__always)
  private static func lanes(
    _ p: SIMD8<Double>, _ q: SIMD8<Double>, _ r: SIMD8<Double>, _ s: SIMD8<Double>
  ) -> (SIMD8<Double>, SIMD8<Double>, SIMD8<Double>, SIMD8<Double>) {
    let (a, b) = (cs_lower_halves_f64(p, q), cs_upper_halves_f64(p, q))
    let (c, d) = (cs_lower_halves_f64(r, s), cs_upper_halves_f64(r, s))
    return (cs_even_lanes_f64(a, c), cs_odd_lanes_f64(a, c), cs_even_lanes_f64(b, d), cs_odd_lanes_f64(b, d))
  }
}

extension Element
where Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self {
  /// Transposes up to 8 × 8 elements: destination[k][r] = source[r][k] for r < `rows`, k < `count` (both 1 … 8).
  /// Strides are bytes.
  ///
  /// Reads 8 elements of each row and writes 8 of each of the `count` destination rows; those beyond `rows` are
  /// copies of the last row.
  @inline(__always)
  static func transposePart(
    _ source: UnsafeRawPointer, _ sourceStride: Int, rows: Int,
    _ destination: UnsafeMutableRawPointer, _ destinationStride: Int, count: Int
  ) {
    let last = rows &- 1
    let block = transposed(Block8(
      v0: load(source, Eight.self),
      v1: load(source + min(1, last) &* sourceStride, Eight.self),
      v2: load(source + min(2, last) &* sourceStride, Eight.self),
      v3: load(source + min(3, last) &* sourceStride, Eight.self),
      v4: load(source + min(4, last) &* sourceStride, Eight.self),
      v5: load(source + min(5, last) &* sourceStride, Eight.self),
      v6: load(source + min(6, last) &* sourceStride, Eight.self),
      v7: load(source + min(7, last) &* sourceStride, Eight.self)
    ))
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

  /// The same for 8 × 8 elements: no store waits for a comparison.
  @inline(__always)
  static func transposeSquare(
    _ source: UnsafeRawPointer, _ sourceStride: Int, _ destination: UnsafeMutableRawPointer, _ destinationStride: Int
  ) {
    let block = transposedSquare(source, sourceStride)
    store(block.v0, destination)
    store(block.v1, destination + destinationStride)
    store(block.v2, destination + 2 &* destinationStride)
    store(block.v3, destination + 3 &* destinationStride)
    store(block.v4, destination + 4 &* destinationStride)
    store(block.v5, destination + 5 &* destinationStride)
    store(block.v6, destination + 6 &* destinationStride)
    store(block.v7, destination + 7 &* destinationStride)
  }

  /// The same, added to what the destination holds.
  @inline(__always)
  static func addTransposedSquare(
    _ source: UnsafeRawPointer, _ sourceStride: Int, _ destination: UnsafeMutableRawPointer, _ destinationStride: Int
  ) {
    let block = transposedSquare(source, sourceStride)
    add(block.v0, destination)
    add(block.v1, destination + destinationStride)
    add(block.v2, destination + 2 &* destinationStride)
    add(block.v3, destination + 3 &* destinationStride)
    add(block.v4, destination + 4 &* destinationStride)
    add(block.v5, destination + 5 &* destinationStride)
    add(block.v6, destination + 6 &* destinationStride)
    add(block.v7, destination + 7 &* destinationStride)
  }

  @inline(__always)
  private static func add(_ value: Eight, _ to: UnsafeMutableRawPointer) { store(load(to, Eight.self) + value, to) }

  @inline(__always)
  private static func transposedSquare(_ source: UnsafeRawPointer, _ sourceStride: Int) -> Block8<Eight> {
    transposed(
      Block8(
        v0: load(source, Eight.self), v1: load(source + sourceStride, Eight.self),
        v2: load(source + 2 &* sourceStride, Eight.self), v3: load(source + 3 &* sourceStride, Eight.self),
        v4: load(source + 4 &* sourceStride, Eight.self), v5: load(source + 5 &* sourceStride, Eight.self),
        v6: load(source + 6 &* sourceStride, Eight.self), v7: load(source + 7 &* sourceStride, Eight.self)))
  }

  /// Transposes `rows` ≤ 8 rows of `depth` elements into [k][r], ascending k. Strides are bytes.
  ///
  /// Writes 8 elements for every k, however narrow the panel: what spills over is overwritten by the next k, so the
  /// panel ends with 8 spare elements.
  /// - Parameter fetches: whether the 8 rows after these are asked for meanwhile.
  @inline(__always)
  static func transposeRows(
    _ source: UnsafeRawPointer, _ stride: Int, rows: Int, depth: Int,
    _ panel: UnsafeMutableRawPointer, _ panelStride: Int, fetches: Bool = false
  ) {
    var k = 0
    if rows == 8 {
      while k &+ 8 <= depth {
        if fetches, k &* size & 63 == 0 { for r in 8..<16 { cs_prefetch(source + (r &* stride &+ k &* size)) } }
        transposeSquare(source + k &* size, stride, panel + k &* panelStride, panelStride)
        k &+= 8
      }
    }
    while k < depth {
      transposePart(
        source + k &* size, stride, rows: rows, panel + k &* panelStride, panelStride, count: min(8, depth &- k))
      k &+= 8
    }
  }

  /// Copies 8 elements of each of `depth` rows into a panel of `width` ≤ 8 columns, over its end and ascending, as
  /// above.
  @inline(__always)
  static func copyNarrow(
    _ source: UnsafeRawPointer, _ stride: Int, depth: Int, width: Int, _ panel: UnsafeMutableRawPointer, fetches: Bool
  ) {
    for k in 0..<depth {
      if fetches { cs_prefetch(source + (k &+ packsAhead) &* stride) }
      store(load(source + k &* stride, Eight.self), panel + k &* width &* size)
    }
  }

  /// Copies `columns` elements of each of `depth` rows into a panel of `width` columns, whole vectors at a time.
  @inline(__always)
  static func copyWide(
    _ source: UnsafeRawPointer, _ stride: Int, depth: Int, columns: Int, width: Int, _ panel: UnsafeMutableRawPointer,
    fetches: Bool
  ) {
    let vector = MemoryLayout<Tile>.size
    let vectors = (columns &+ tileLanes &- 1) / tileLanes
    for k in 0..<depth {
      let from = source + k &* stride
      let to = panel + k &* width &* size
      var line = fetches ? 0 : columns &* size
      while line < columns &* size {
        cs_prefetch(from + (packsAhead &* stride &+ line))
        line &+= 64
      }
      for v in 0..<vectors { store(load(from + v &* vector, Tile.self), to + v &* vector) }
    }
  }
}
