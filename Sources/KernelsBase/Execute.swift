import CPUFeatures

/// Runs one chunk of an instruction.
///
/// - Parameters:
///   - arena: what the instruction's offsets count from.
///   - chunk: 0 ..< chunks, or, when all those are done, chunks ..< chunks + finish_chunks.
///   - scratch: memory of this thread alone, 64-byte aligned, of at least `scratchBytes(instruction)`.
/// - Precondition: the instruction obeys cs_instruction.h.
@inline(never)
package func execute(
  _ instruction: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
  _ scratch: UnsafeMutableRawPointer
) {
  switch instruction.pointee.type {
  case .float32: Float.executeChunk(instruction, arena, chunk, scratch)
  case .float64: Double.executeChunk(instruction, arena, chunk, scratch)
  @unknown default: break
  }
}

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Self.SIMD16Storage: BitwiseCopyable,
  Tile: Vector, Tile.Scalar == Self, Lanes: Vector, Lanes.Scalar == Self,
  Choices: BitwiseCopyable
{
  @inline(__always)
  fileprivate static func executeChunk(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
    _ scratch: UnsafeMutableRawPointer
  ) {
    switch i.pointee.opcode {
    case .gemm: gemmChunk(i, arena, chunk, scratch)
    case .gemmUpdate: gemmUpdateChunk(i, arena, chunk, scratch)
    case .elementwise: elementwiseChunk(i, arena, chunk, scratch)
    case .reduceSum: reduceSumChunk(i, arena, chunk)
    case .reduceMax: reduceMaxChunk(i, arena, chunk)
    case .argmaxMask: argmaxMaskChunk(i, arena, chunk)
    case .poolSelect, .poolScatter, .sumPool, .sumPoolAdjoint: poolingChunk(i, arena, chunk)
    case .copyStrided: copyStridedChunk(i, arena, chunk)
    case .fill: fillChunk(i, arena, chunk)
    case .gatherRows: gatherRowsChunk(i, arena, chunk)
    case .scatterAddRows: scatterAddRowsChunk(i, arena, chunk)
    case .matrixVector: matrixVectorChunk(i, arena, chunk)
    case .interleavedGemm, .interleavedMatrixVector, .interleavedSum: interleaved(i, arena, scratch)
    case .sheet: sheet(i, arena, chunk, scratch)
    case .conv2d: convolve(ViewProblem(i, arena, chunk, adjoint: false), scratch)
    case .conv2dInputAdjoint: convolve(ViewProblem(i, arena, chunk, adjoint: true), scratch)
    case .conv2dPool: convolvePooled(PooledProblem(i, arena, chunk), scratch)
    case .conv2dPoolInputAdjoint:
      inputAdjointPooled(
        ViewProblem(i, arena, chunk, adjoint: true), choices: arena + Int(i.pointee.table), scratch)
    case .slabs: slabsChunk(i, arena, chunk, scratch)
    case .conv2dWeightAdjoint, .conv2dPoolWeightAdjoint: weightAdjoint(WeightProblem(i, arena, chunk), scratch: scratch)
    @unknown default: break
    }
  }
}
