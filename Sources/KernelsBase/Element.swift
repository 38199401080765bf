// `Element` and the two constraint names are all that makes the kernels generic.
//
// `Element` refines no protocol of the standard library and leaves its vector types unconstrained: a refining
// conformance would emit weak accessor functions under names shared by all three kernel modules (the linker keeps one
// of them, compiled for whatever instruction set). The constraints stand in the `where` clauses of the extensions
// that hold the kernels instead; those are inlined and emit nothing.

import CPUFeatures

/// What the kernels ask of a floating-point type.
typealias Number = BinaryFloatingPoint & SIMDScalar & BitwiseCopyable & Codable

/// What the kernels ask of a vector.
typealias Vector = SIMD & BitwiseCopyable

/// A floating-point type that the kernels compute in: `Float` or `Double`.
///
/// Kernels are written once, in extensions of `Element`, and always inlined into a function of one concrete type.
protocol Element {
  /// 64 bytes of elements in every instruction set: what elementwise operations and reductions work on.
  associatedtype Lanes

  /// What matrix products accumulate in: one hardware register (in the base set, one emulated vector).
  associatedtype Tile

  /// Eight elements: the side of the blocks that are transposed.
  associatedtype Eight

  /// The elements at an address: as `load`, for functions so large that the compiler leaves a call of that.
  static func lanes(at address: UnsafeRawPointer) -> Lanes

  /// Stores the first `count` lanes and no byte beyond.
  static func storeLanes(_ value: Lanes, first count: Int, _ to: UnsafeMutableRawPointer)

  /// a · b + c, rounded once.
  static func multiplyAdd(_ a: Tile, _ b: Tile, _ c: Tile) -> Tile
  static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes

  /// The result of comparing two `Lanes`.
  associatedtype Mask

  static func isLess(_ a: Lanes, _ b: Lanes) -> Mask
  static func isNaN(_ a: Lanes) -> Mask
  static func isNumber(_ a: Lanes) -> Mask
  /// A number from 0 on without its fraction; below 2^31.
  static func truncated(_ x: Self) -> Int
  static func both(_ a: Mask, _ b: Mask) -> Mask
  static func either(_ a: Mask, _ b: Mask) -> Mask
  static func choose(_ mask: Mask, _ yes: Lanes, _ no: Lanes) -> Lanes

  /// A byte for each lane: which element of a 2 × 2 window was chosen.
  associatedtype Choices

  /// The choices of a vector of windows: the masks say where the second element was preferred to the first, the fourth to
  /// the third, and the lower row's to the upper row's.
  static func choices(_ second: Mask, _ fourth: Mask, _ below: Mask) -> Choices
  /// Where the choice was element `place`.
  static func isChoice(_ choices: Choices, _ place: Int) -> Mask

  /// The even and the odd ones of the elements of `a` and then `b`; and back again, the lower and the upper half.
  static func evens(_ a: Lanes, _ b: Lanes) -> Lanes
  static func odds(_ a: Lanes, _ b: Lanes) -> Lanes
  static func lowerZip(_ even: Lanes, _ odd: Lanes) -> Lanes
  static func upperZip(_ even: Lanes, _ odd: Lanes) -> Lanes

  /// Columns as rows.
  static func transposed(_ block: Block8<Eight>) -> Block8<Eight>

  static func root(_ x: Lanes) -> Lanes

  /// |x|, -x on the sign bit alone, so that NaN and zeros keep the rest.
  static func magnitude(_ x: Lanes) -> Lanes
  static func negation(_ x: Lanes) -> Lanes

  /// The sum of the lanes: the lower and the upper half are added, again and again.
  static func halvingSum(_ x: Lanes) -> Self
  /// The same of four vectors, stored side by side.
  static func storeHalvingSums(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes, _ to: UnsafeMutableRawPointer, adds: Bool)

  static func exp(_ x: Lanes) -> Lanes
  static func log(_ x: Lanes) -> Lanes
  static func tanh(_ x: Lanes) -> Lanes
  static func sigmoid(_ x: Lanes) -> Lanes
  static func softplus(_ x: Lanes) -> Lanes
  static func sin(_ x: Lanes) -> Lanes
  static func cos(_ x: Lanes) -> Lanes
  static func erf(_ x: Lanes) -> Lanes

  /// The tile of `rows` (`TileSize.rows`, 4, 2 or 1) × `vectors` (1 … `TileSize.vectors`) with strided operands.
  static func runStridedTile(rows: Int, vectors: Int, _ o: borrowing TileOperands)
  /// The tile of `TileSize.rows` × `vectors` with B viewed in an image.
  static func runViewedTile(vectors: Int, _ o: borrowing TileOperands)
  /// The tile of `rows` × `vectors` with A gathered from an image.
  static func runGatheredTile(rows: Int, vectors: Int, _ o: borrowing TileOperands)
  /// Bound elementwise operations in order, each over at most `vectors` vectors, `offset` bytes on from where they are bound to.
  static func perform(_ operations: UnsafePointer<cs_bound>, _ count: Int, offset: Int, vectors: Int)
  /// The averages and the step of Adam, bound from there on, over `vectors` vectors.
  static func adam(_ operations: UnsafePointer<cs_bound>, offset: Int, vectors: Int)
  /// An elementary function over `vectors` vectors.
  static func function(_ micro: cs_micro, to: UnsafeMutableRawPointer, _ a: Stream, vectors: Int)
  /// A bound operation that is neither a micro-operation nor a splat.
  static func move(
    _ bound: UnsafePointer<cs_bound>, to: UnsafeMutableRawPointer, _ a: UnsafeMutableRawPointer, offset: Int,
    vectors: Int)
  /// conv2d or conv2d_input_adjoint of some images by one thread.
  static func convolve(_ p: ViewProblem, _ scratch: UnsafeMutableRawPointer)
  /// One chunk of conv2d_weight_adjoint.
  static func weightAdjoint(_ p: WeightProblem, scratch: UnsafeMutableRawPointer)
  /// conv2d_pool and conv2d_pool_input_adjoint of some images by one thread.
  static func convolvePooled(_ p: PooledProblem, _ scratch: UnsafeMutableRawPointer)
  static func inputAdjointPooled(
    _ p: ViewProblem, choices: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer)
  /// One matrix product by one thread.
  static func gemm(_ p: GemmProblem, _ scratch: UnsafeMutableRawPointer)
  /// One operation of a sheet over `rows` × `vectors` vectors; `constant` holds its constant in every lane.
  static func sheetOperation(
    _ operation: UnsafePointer<cs_operation>, _ constant: UnsafeMutableRawPointer,
    _ registers: UnsafePointer<SheetStream>, _ rows: Int, _ vectors: Int)
  /// One tile of a sheet that is a hidden layer and its readout.
  static func sheetReadout(
    _ run: SheetRun, rows: Int, columns: Int, _ partial: UnsafeMutableRawPointer, adds: Bool)
  /// One tile of a sheet that is the gradients of a hidden layer.
  static func sheetGradient(_ run: SheetRun, row: Int, rows: Int, columns: Int, first: Int?)
  /// An instruction over interleaved tensors.
  static func interleaved(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer)
  /// One chunk of a sheet instruction.
  static func sheet(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
    _ scratch: UnsafeMutableRawPointer)
}

extension Float: Element {
  typealias Eight = SIMD8<Float>
  typealias Lanes = SIMD16<Float>
  typealias Mask = FloatBits

  #if KERNELS_AVX2
    typealias Tile = SIMD8<Float>
    @inline(__always) static func multiplyAdd(_ a: Tile, _ b: Tile, _ c: Tile) -> Tile { c.addingProduct(a, b) }
  #else
    typealias Tile = SIMD16<Float>
  #endif
  @inline(__always) static func lanes(at address: UnsafeRawPointer) -> Lanes { cs_load_f32(address) }
  @inline(__always) static func storeLanes(_ value: Lanes, first count: Int, _ to: UnsafeMutableRawPointer) {
    #if KERNELS_AVX512
      cs_store_first_f32(to, value, Int32(truncatingIfNeeded: count))
    #else
      storeFirst(value, count, to)
    #endif
  }
  @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { fma(a, b, c) }

  @inline(__always) static func isLess(_ a: Lanes, _ b: Lanes) -> Mask { a .< b }
  @inline(__always) static func isNaN(_ a: Lanes) -> Mask { a .!= a }
  @inline(__always) static func isNumber(_ a: Lanes) -> Mask { a .== a }
  @inline(__always) static func truncated(_ x: Self) -> Int { Int(x) }
  @inline(__always) static func both(_ a: Mask, _ b: Mask) -> Mask { a & b }
  @inline(__always) static func either(_ a: Mask, _ b: Mask) -> Mask { a | b }
  @inline(__always) static func choose(_ mask: Mask, _ yes: Lanes, _ no: Lanes) -> Lanes { select(mask, yes, no) }
  @inline(__always) static func evens(_ a: Lanes, _ b: Lanes) -> Lanes { cs_evens_f32(a, b) }
  @inline(__always) static func odds(_ a: Lanes, _ b: Lanes) -> Lanes { cs_odds_f32(a, b) }
  @inline(__always) static func lowerZip(_ even: Lanes, _ odd: Lanes) -> Lanes { cs_lower_zip_f32(even, odd) }
  @inline(__always) static func upperZip(_ even: Lanes, _ odd: Lanes) -> Lanes { cs_upper_zip_f32(even, odd) }

  @inline(__always) static func transposed(_ block: Block8<Eight>) -> Block8<Eight> { block.transposed }
  @inline(__always) static func root(_ x: Lanes) -> Lanes { cs_square_root_f32(x) }
  @inline(__always) static func magnitude(_ x: Lanes) -> Lanes { fromBits(bits(x) & splat(Int32.max)) }
  @inline(__always) static func negation(_ x: Lanes) -> Lanes { fromBits(bits(x) ^ splat(Int32.min)) }
  @inline(__always) static func halvingSum(_ x: Lanes) -> Self {
    let eight = x.lowHalf + x.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
  @inline(__always) static func storeHalvingSums(
    _ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes, _ to: UnsafeMutableRawPointer, adds: Bool
  ) {
    let first = cs_low_halves_f32(a, b) + cs_high_halves_f32(a, b)
    let second = cs_low_halves_f32(c, d) + cs_high_halves_f32(c, d)
    var sum = cs_even_quarters_f32(first, second) + cs_odd_quarters_f32(first, second)
    sum = sum + cs_swap_pairs_f32(sum)
    sum = sum + cs_swap_elements_f32(sum)
    let four = SIMD4<Float>(sum[0], sum[4], sum[8], sum[12])
    store(adds ? load(to, SIMD4<Float>.self) + four : four, to)
  }
  @inline(__always) static func exp(_ x: Lanes) -> Lanes { expF32(x) }
  @inline(__always) static func log(_ x: Lanes) -> Lanes { logF32(x) }
  @inline(__always) static func tanh(_ x: Lanes) -> Lanes { tanhF32(x) }
  @inline(__always) static func sigmoid(_ x: Lanes) -> Lanes { sigmoidF32(x) }
  @inline(__always) static func softplus(_ x: Lanes) -> Lanes { softplusF32(x) }
  @inline(__always) static func sin(_ x: Lanes) -> Lanes { sinF32(x) }
  @inline(__always) static func cos(_ x: Lanes) -> Lanes { cosF32(x) }
  @inline(__always) static func erf(_ x: Lanes) -> Lanes { erfF32(x) }
}

extension Double: Element {
  typealias Eight = SIMD8<Double>
  typealias Lanes = SIMD8<Double>
  typealias Mask = DoubleBits

  #if KERNELS_AVX2
    typealias Tile = SIMD4<Double>
    @inline(__always) static func multiplyAdd(_ a: Tile, _ b: Tile, _ c: Tile) -> Tile { c.addingProduct(a, b) }
  #else
    typealias Tile = SIMD8<Double>
  #endif
  @inline(__always) static func lanes(at address: UnsafeRawPointer) -> Lanes { cs_load_f64(address) }
  @inline(__always) static func storeLanes(_ value: Lanes, first count: Int, _ to: UnsafeMutableRawPointer) {
    #if KERNELS_AVX512
      cs_store_first_f64(to, value, Int32(truncatingIfNeeded: count))
    #else
      storeFirst(value, count, to)
    #endif
  }
  @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { fma(a, b, c) }

  @inline(__always) static func isLess(_ a: Lanes, _ b: Lanes) -> Mask { a .< b }
  @inline(__always) static func isNaN(_ a: Lanes) -> Mask { a .!= a }
  @inline(__always) static func isNumber(_ a: Lanes) -> Mask { a .== a }
  @inline(__always) static func truncated(_ x: Self) -> Int { Int(x) }
  @inline(__always) static func both(_ a: Mask, _ b: Mask) -> Mask { a & b }
  @inline(__always) static func either(_ a: Mask, _ b: Mask) -> Mask { a | b }
  @inline(__always) static func choose(_ mask: Mask, _ yes: Lanes, _ no: Lanes) -> Lanes { select(mask, yes, no) }
  @inline(__always) static func evens(_ a: Lanes, _ b: Lanes) -> Lanes { cs_evens_f64(a, b) }
  @inline(__always) static func odds(_ a: Lanes, _ b: Lanes) -> Lanes { cs_odds_f64(a, b) }
  @inline(__always) static func lowerZip(_ even: Lanes, _ odd: Lanes) -> Lanes { cs_lower_zip_f64(even, odd) }
  @inline(__always) static func upperZip(_ even: Lanes, _ odd: Lanes) -> Lanes { cs_upper_zip_f64(even, odd) }

  @inline(__always) static func transposed(_ block: Block8<Eight>) -> Block8<Eight> { block.transposed }
  @inline(__always) static func root(_ x: Lanes) -> Lanes { cs_square_root_f64(x) }
  @inline(__always) static func magnitude(_ x: Lanes) -> Lanes { fromBits(bits(x) & splat(Int64.max)) }
  @inline(__always) static func negation(_ x: Lanes) -> Lanes { fromBits(bits(x) ^ splat(Int64.min)) }
  @inline(__always) static func halvingSum(_ x: Lanes) -> Self {
    let four = x.lowHalf + x.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
  @inline(__always) static func storeHalvingSums(
    _ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes, _ to: UnsafeMutableRawPointer, adds: Bool
  ) {
    let first = cs_low_halves_f64(a, b) + cs_high_halves_f64(a, b)
    let second = cs_low_halves_f64(c, d) + cs_high_halves_f64(c, d)
    var sum = cs_even_quarters_f64(first, second) + cs_odd_quarters_f64(first, second)
    sum = sum + cs_swap_elements_f64(sum)
    let four = SIMD4<Double>(sum[0], sum[2], sum[4], sum[6])
    store(adds ? load(to, SIMD4<Double>.self) + four : four, to)
  }
  @inline(__always) static func exp(_ x: Lanes) -> Lanes { expF64(x) }
  @inline(__always) static func log(_ x: Lanes) -> Lanes { logF64(x) }
  @inline(__always) static func tanh(_ x: Lanes) -> Lanes { tanhF64(x) }
  @inline(__always) static func sigmoid(_ x: Lanes) -> Lanes { sigmoidF64(x) }
  @inline(__always) static func softplus(_ x: Lanes) -> Lanes { softplusF64(x) }
  @inline(__always) static func sin(_ x: Lanes) -> Lanes { sinF64(x) }
  @inline(__always) static func cos(_ x: Lanes) -> Lanes { cosF64(x) }
  @inline(__always) static func erf(_ x: Lanes) -> Lanes { erfF64(x) }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Elements in one `Lanes` vector.
  @inline(__always) static var lanes: Int { MemoryLayout<Lanes>.size / size }
}

extension Element where Self: Number, Tile: Vector, Tile.Scalar == Self {
  /// Elements in one `Tile` vector.
  @inline(__always) static var tileLanes: Int { MemoryLayout<Tile>.size / size }
}

extension Element {
  /// Bytes of one element.
  @inline(__always) static var size: Int { MemoryLayout<Self>.size }
}
