// exp and the scaled form (1 + t)·2ᵏ that tanh, sigmoid, softplus and erf are made of.
//
// Goals, in order: same bits on every instruction set; at most 1 ulp (float32) and 1.5 ulp (float64);
// subnormal results right; speed.
//
// x = k·ln 2 + r with k = round(x / ln 2), |r| ≤ ½ ln 2 = 0.3466. ln 2 is split in two floats hi + lo;
// the fused x − k·hi is exact (both are multiples of a power of two that leaves at most 24, 53 bits),
// so r carries one rounding. float32 exp keeps that rounding out of the leading term, t = (x − k·hi) +
// (r²·q + k·lo): 0.9 ulp instead of 1.06. eʳ = 1 + t, t = r + r²·q(r), is never formed at full size by
// those who can use t: that saves its rounding. 2ᵏ is applied as 2ᵏ⁺ˢ·2⁻ˢ, s > 0 for negative x and s <
// 0 for others: the first product is exact, the second rounds once, so that results down to the
// smallest subnormal and up to overflow are right.
//
// q is evaluated as even(r²) + r·odd(r²): r² is needed anyway, and two short chains of dependent steps
// instead of one long are what the processor's window can overlap (float64 exp: a third faster). The
// other files do the same.
//
// q: Sollya fpminimax(exp(x), [|2,…,6|] or [|2,…,11|], [|SG or D…|], [-0.3466;0.3466], 1+x, relative);
// error of 1 + t: 2^-28.2 (float32), 2^-57.9 (float64) relative.

/// eˣ = (1 + t)·2ᵏ; `k` stands in the low bits of `rounded`, the sum with the rounding constant.
struct ScaledExponential32 {
  let t: FloatVector
  let rounded: FloatVector
}

/// eˣ = (1 + t)·2ᵏ; `k` stands in the low bits of `rounded`, the sum with the rounding constant.
struct ScaledExponential64 {
  let t: DoubleVector
  let rounded: DoubleVector
}

/// Splits eˣ for |x| ≤ 1000; `sharp`: keeps the rounding of r out of the leading term of t, for two
/// operations more.
@inline(__always)
func scaledExponential(_ x: FloatVector, sharp: Bool = false) -> ScaledExponential32 {
  let rounded = fma(x, splat(0x1.715476p0), roundingFloat)
  let k = rounded - splat(roundingFloat)
  let first = fma(k, splat(-0x1.62e430p-1), x)
  let second = k * splat(0x1.05c610p-29)
  let r = fma(k, splat(0x1.05c610p-29), first)
  let z = r * r
  var even = fma(splat(0x1.694c8ep-10), z, 0x1.555a26p-5)
  even = fma(even, z, 0x1.fffffap-2)
  let odd = fma(splat(0x1.12397ep-7), z, 0x1.555492p-3)
  let q = fma(odd, r, even)
  return ScaledExponential32(t: sharp ? first + fma(z, q, second) : fma(z, q, r), rounded: rounded)
}

/// Splits eˣ for |x| ≤ 2000.
@inline(__always)
func scaledExponential(_ x: DoubleVector) -> ScaledExponential64 {
  let rounded = fma(x, splat(0x1.71547652b82fep0), roundingDouble)
  let k = rounded - splat(roundingDouble)
  var r = fma(k, splat(-0x1.62e42fefa39efp-1), x)
  r = fma(k, splat(-0x1.abc9e3b39803fp-56), r)
  let z = r * r
  var even = fma(splat(0x1.28adfccb26cd8p-22), z, 0x1.a019995efb00fp-16)
  even = fma(even, z, 0x1.6c16c18477083p-10)
  even = fma(even, z, 0x1.55555555506bcp-5)
  even = fma(even, z, 0x1.000000000000ap-1)
  var odd = fma(splat(0x1.ad92e899366cbp-26), z, 0x1.71df18ef76144p-19)
  odd = fma(odd, z, 0x1.a01a012fee99cp-13)
  odd = fma(odd, z, 0x1.1111111126b36p-7)
  odd = fma(odd, z, 0x1.55555555554fep-3)
  return ScaledExponential64(t: fma(z, fma(odd, r, even), r), rounded: rounded)
}

/// 2ᵏ for -126 ≤ k ≤ 127: the low bits of the rounded sum moved into the exponent.
@inline(__always)
func powerOfTwo(_ rounded: FloatVector) -> FloatVector {
  fromBits(shiftLeft(bits(rounded), 23) &+ splat(Int32(0x3f80_0000)))
}

/// 2ᵏ for -1022 ≤ k ≤ 1023.
@inline(__always)
func powerOfTwo(_ rounded: DoubleVector) -> DoubleVector {
  fromBits(shiftLeft(bits(rounded), 52) &+ splat(Int64(0x3ff0_0000_0000_0000)))
}

/// e^-|x|, rounded to subnormal results once. Exactly 0 only where it is below half the smallest of them.
@inline(__always)
func decay(_ x: FloatVector) -> FloatVector {
  let negative = fromBits(bits(x) | splat(Int32.min))
  let e = scaledExponential(select(negative .< splat(-104), splat(-104), negative))
  // 2ᵏ⁺⁶⁴ is normal for every k here.
  let raised = fromBits(shiftLeft(bits(e.rounded), 23) &+ splat(Int32((127 + 64) << 23)))
  return (splat(1) + e.t) * raised * splat(0x1p-64)
}

/// e^-|x|, rounded to subnormal results once. Exactly 0 only where it is below half the smallest of them.
@inline(__always)
func decay(_ x: DoubleVector) -> DoubleVector {
  let negative = fromBits(bits(x) | splat(Int64.min))
  let e = scaledExponential(select(negative .< splat(-746), splat(-746), negative))
  let raised = fromBits(shiftLeft(bits(e.rounded), 52) &+ splat(Int64((1023 + 128) << 52)))
  return (splat(1) + e.t) * raised * splat(0x1p-128)
}

/// eˣ. Error ≤ 1 ulp. exp(-∞) = 0, exp(+∞) = ∞.
@inline(__always)
func expF32(_ x: FloatVector) -> FloatVector {
  // e⁻¹⁰⁴ < ½·2⁻¹⁴⁹ and e⁸⁹ > 2¹²⁸: the ends give 0 and ∞ by themselves.
  var y = select(x .> splat(89), splat(89), x)
  y = select(y .< splat(-104), splat(-104), y)
  let e = scaledExponential(y, sharp: true)
  let isNegative = x .< splat(0)
  let raise = select(isNegative, splat(0x1p64), splat(0x1p-64))
  let lower = select(isNegative, splat(0x1p-64), splat(0x1p64))
  let raised = fromBits(shiftLeft(bits(e.rounded), 23) &+ bits(raise))
  return canonical((splat(1) + e.t) * raised * lower, x)
}

/// eˣ. Error ≤ 1 ulp. exp(-∞) = 0, exp(+∞) = ∞.
@inline(__always)
func expF64(_ x: DoubleVector) -> DoubleVector {
  // e⁻⁷⁴⁶ < ½·2⁻¹⁰⁷⁴ and e⁷¹⁰ > 2¹⁰²⁴.
  var y = select(x .> splat(710), splat(710), x)
  y = select(y .< splat(-746), splat(-746), y)
  let e = scaledExponential(y)
  let isNegative = x .< splat(0)
  let raise = select(isNegative, splat(0x1p128), splat(0x1p-128))
  let lower = select(isNegative, splat(0x1p-128), splat(0x1p128))
  let raised = fromBits(shiftLeft(bits(e.rounded), 52) &+ bits(raise))
  return canonical((splat(1) + e.t) * raised * lower, x)
}
