// exp and the form p·2ᵏ that tanh, sigmoid, softplus and erf are made of.
//
// Goals, in order: same bits on every instruction set; at most 1 ulp; subnormal results right; speed: few operations,
// and those not in one long chain.
//
// x = k·ln 2 + r with k = round(x / ln 2), |r| ≤ ½ ln 2 = 0.3466. ln 2 is split in two floats hi + lo; the fused x −
// k·hi is exact (both are multiples of a power of two that leaves at most 24, 53 bits), so r carries one rounding.
// 2ᵏ is applied once, exactly rounded, so that results down to the smallest subnormal and up to overflow are right:
// AVX-512 has an instruction for it, elsewhere it is 2ᵏ⁺ˢ and then 2⁻ˢ, s > 0 for negative x and s < 0 for others, of
// which the first product is exact.
//
// float32: eʳ by Horner's rule. float64: eʳ = 1 + r + r²·q(r), q as even(r²) + r·odd(r²): two short chains of
// dependent steps instead of one long are what the processor's window can overlap (a third faster).
//
// Coefficients: Sollya fpminimax(exp(x), [|2,…,6|] or [|2,…,11|], [|SG or D…|], [-0.3466;0.3466], 1+x, relative);
// error 2^-28.2 (float32), 2^-57.9 (float64) relative.

import CPUFeatures

/// eˣ = p·2ᵏ, p in [√½, √2]; 127 + k stands in the low bits of `rounded`, the sum with `exponentRoundingFloat`.
struct Exponential32 {
  let p: FloatVector
  let k: FloatVector
  let rounded: FloatVector
}

/// eˣ = p·2ᵏ, p in [√½, √2]; 1023 + k stands in the low bits of `rounded`, the sum with `exponentRoundingDouble`.
struct Exponential64 {
  let p: DoubleVector
  let k: DoubleVector
  let rounded: DoubleVector
}

/// Splits eˣ for |x| ≤ 1000. Error of p ≤ 0.9 ulp.
@inline(__always)
func exponential(_ x: FloatVector) -> Exponential32 {
  let rounded = fma(x, splat(0x1.715476p0), exponentRoundingFloat)
  let k = rounded - splat(exponentRoundingFloat)
  let r = fma(k, splat(0x1.05c610p-29), fma(k, splat(-0x1.62e430p-1), x))
  var p = fma(splat(0x1.694c8ep-10), r, 0x1.12397ep-7)
  p = fma(p, r, 0x1.555a26p-5)
  p = fma(p, r, 0x1.555492p-3)
  p = fma(p, r, 0x1.fffffap-2)
  p = fma(p, r, 1)
  return Exponential32(p: fma(p, r, 1), k: k, rounded: rounded)
}

/// Splits eˣ for |x| ≤ 2000. Error of p ≤ 1 ulp.
@inline(__always)
func exponential(_ x: DoubleVector) -> Exponential64 {
  let rounded = fma(x, splat(0x1.71547652b82fep0), exponentRoundingDouble)
  let k = rounded - splat(exponentRoundingDouble)
  let r = fma(k, splat(-0x1.abc9e3b39803fp-56), fma(k, splat(-0x1.62e42fefa39efp-1), x))
  let z = r * r
  return Exponential64(p: splat(1) + fma(z, exponentialTail(r, z), r), k: k, rounded: rounded)
}

/// (eʳ − 1 − r)/r² for |r| ≤ 0.3466, z = r².
@inline(__always)
func exponentialTail(_ r: DoubleVector, _ z: DoubleVector) -> DoubleVector {
  var even = fma(splat(0x1.28adfccb26cd8p-22), z, 0x1.a019995efb00fp-16)
  even = fma(even, z, 0x1.6c16c18477083p-10)
  even = fma(even, z, 0x1.55555555506bcp-5)
  even = fma(even, z, 0x1.000000000000ap-1)
  var odd = fma(splat(0x1.ad92e899366cbp-26), z, 0x1.71df18ef76144p-19)
  odd = fma(odd, z, 0x1.a01a012fee99cp-13)
  odd = fma(odd, z, 0x1.1111111126b36p-7)
  odd = fma(odd, z, 0x1.55555555554fep-3)
  return fma(odd, r, even)
}

/// 2ᵏ for -126 ≤ k ≤ 127: the low bits of the rounded sum moved into the exponent.
@inline(__always)
func powerOfTwo(_ rounded: FloatVector) -> FloatVector { fromBits(shiftLeft(bits(rounded), 23)) }

/// 2ᵏ for -1022 ≤ k ≤ 1023.
@inline(__always)
func powerOfTwo(_ rounded: DoubleVector) -> DoubleVector { fromBits(shiftLeft(bits(rounded), 52)) }

#if KERNELS_AVX512

  /// p·2ᵏ = eˣ, |k| ≤ 151, rounded once.
  @inline(__always) func scaled(_ e: Exponential32, _ x: FloatVector) -> FloatVector { cs_scale_f32(e.p, e.k) }
  /// p·2ᵏ = eˣ, |k| ≤ 1077, rounded once.
  @inline(__always) func scaled(_ e: Exponential64, _ x: DoubleVector) -> DoubleVector { cs_scale_f64(e.p, e.k) }

  /// p·2ᵏ for k ≤ 0, rounded once.
  @inline(__always) func scaledDown(_ e: Exponential32) -> FloatVector { cs_scale_f32(e.p, e.k) }
  @inline(__always) func scaledDown(_ e: Exponential64) -> DoubleVector { cs_scale_f64(e.p, e.k) }

#else

  /// p·2ᵏ = eˣ, |k| ≤ 151, rounded once.
  @inline(__always)
  func scaled(_ e: Exponential32, _ x: FloatVector) -> FloatVector {
    let isNegative = x .< splat(0)
    let raise = select(isNegative, splat(0x1p64), splat(0x1p-64))
    let lower = select(isNegative, splat(0x1p-64), splat(0x1p64))
    // The exponents are added; that of 1 counts twice.
    let raised = bits(powerOfTwo(e.rounded)) &+ bits(raise) &- splat(Int32(127 << 23))
    return e.p * fromBits(raised) * lower
  }

  /// p·2ᵏ = eˣ, |k| ≤ 1077, rounded once.
  @inline(__always)
  func scaled(_ e: Exponential64, _ x: DoubleVector) -> DoubleVector {
    let isNegative = x .< splat(0)
    let raise = select(isNegative, splat(0x1p128), splat(0x1p-128))
    let lower = select(isNegative, splat(0x1p-128), splat(0x1p128))
    let raised = bits(powerOfTwo(e.rounded)) &+ bits(raise) &- splat(Int64(1023 << 52))
    return e.p * fromBits(raised) * lower
  }

  /// p·2ᵏ for -151 ≤ k ≤ 0, rounded once: 2ᵏ⁺⁶⁴ is normal for every k here.
  @inline(__always)
  func scaledDown(_ e: Exponential32) -> FloatVector {
    e.p * fromBits(bits(powerOfTwo(e.rounded)) &+ splat(Int32(64 << 23))) * splat(0x1p-64)
  }

  /// p·2ᵏ for -1077 ≤ k ≤ 0, rounded once.
  @inline(__always)
  func scaledDown(_ e: Exponential64) -> DoubleVector {
    e.p * fromBits(bits(powerOfTwo(e.rounded)) &+ splat(Int64(128 << 52))) * splat(0x1p-128)
  }

#endif

/// e^-|x|, rounded to subnormal results once. Exactly 0 only where it is below half the smallest of them.
@inline(__always)
func decay(_ x: FloatVector) -> FloatVector { scaledDown(exponential(limitedNegative(x, to: 104))) }

/// e^-|x|, rounded to subnormal results once. Exactly 0 only where it is below half the smallest of them.
@inline(__always)
func decay(_ x: DoubleVector) -> DoubleVector { scaledDown(exponential(limitedNegative(x, to: 746))) }

/// eˣ. Error ≤ 0.9 ulp. exp(-∞) = 0, exp(+∞) = ∞.
///
/// e⁻¹⁰⁴ < ½·2⁻¹⁴⁹ and e¹⁰⁴ > 2¹²⁸: the limits give 0 and ∞ by themselves.
@inline(__always)
func expF32(_ x: FloatVector) -> FloatVector {
  canonical(scaled(exponential(limited(x, to: 104)), x), x)
}

/// eˣ. Error ≤ 1 ulp. exp(-∞) = 0, exp(+∞) = ∞.
///
/// e⁻⁷⁴⁶ < ½·2⁻¹⁰⁷⁴ and e⁷⁴⁶ > 2¹⁰²⁴.
@inline(__always)
func expF64(_ x: DoubleVector) -> DoubleVector {
  canonical(scaled(exponential(limited(x, to: 746)), x), x)
}
