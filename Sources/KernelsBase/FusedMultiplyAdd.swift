// a·b + c with one rounding, for the two vector types.
//
// Goals, in order:
// 1. The same bits on every instruction set: one rounding, also where the processor has no such
// instruction.
// 2. One instruction where it has.
//
// Without the instruction, float32 is done exactly in float64 and float64 is left to the C library,
// whose fma is exactly rounded too (it is the one C function whose result the standard fixes to the
// bit).

import CPUFeatures

/// a·b + c, rounded once.
@inline(__always)
func fma(_ a: DoubleVector, _ b: DoubleVector, _ c: DoubleVector) -> DoubleVector { cs_fma_f64(a, b, c) }

@inline(__always)
func fma(_ a: DoubleVector, _ b: DoubleVector, _ c: Double) -> DoubleVector { fma(a, b, splat(c)) }

@inline(__always)
func fma(_ a: FloatVector, _ b: FloatVector, _ c: Float) -> FloatVector { fma(a, b, splat(c)) }

#if KERNELS_AVX2 || KERNELS_AVX512 || arch(arm64)

  /// a·b + c, rounded once.
  @inline(__always)
  func fma(_ a: FloatVector, _ b: FloatVector, _ c: FloatVector) -> FloatVector { cs_fma_f32(a, b, c) }

#else

  /// a·b + c, rounded once. A call: some 200 instructions, which inlined everywhere would cost minutes
  /// of compilation.
  @inline(never)
  func fma(_ a: FloatVector, _ b: FloatVector, _ c: FloatVector) -> FloatVector {
    cs_join(
      fmaThroughDouble(cs_low_half(a), cs_low_half(b), cs_low_half(c)),
      fmaThroughDouble(cs_high_half(a), cs_high_half(b), cs_high_half(c)))
  }

  /// a·b + c, rounded once, for processors without the instruction.
  ///
  /// The product of two 24-bit significands is exact in 53 bits. Knuth's TwoSum gives the sum s and its
  /// error e exactly. If e ≠ 0, s is replaced by whichever of the two doubles around the exact sum has
  /// an odd last bit ("round to odd"); rounding that to float equals rounding the exact sum, since 53 ≥
  /// 24 + 2 (S. Boldo and G. Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms
  /// using rounding to odd", 2008). s keeps its bits if it is odd already, infinite or NaN (then e is
  /// NaN and both comparisons fail).
  @inline(__always)
  private func fmaThroughDouble(_ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>) -> SIMD8<Float> {
    let p = cs_widen(a) * cs_widen(b)
    let w = cs_widen(c)
    let s = p + w
    let t = s - p
    let e = (p - (s - t)) + (w - t)
    // Away from zero (+1) where s and e have the same sign, else towards it (-1); only if the last bit
    // is even.
    let up = e .> splat(0)
    let down = e .< splat(0)
    let sign = s .< splat(0)
    let direction = ((down &- up) ^ sign) &- sign
    let even = (bits(s) & splat(1)) &- splat(1)
    return cs_narrow(fromBits(bits(s) &+ (direction & even)))
  }

#endif
