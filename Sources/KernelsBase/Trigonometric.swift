// sin and cos.
//
// Goals, in order: same bits on every instruction set; ≤ 1.5 ulp for every argument, however large; sin
// odd and cos even exactly; speed up to 10⁵.
//
// |x| = n·π/2 + r + l, n = round(|x|·2/π). Up to 10⁵ (n < 2¹⁶) π/2 is split in three floats. |x| − n·P₁
// is exact in a fused step: a multiple of 2⁻²⁴ (2⁻⁵³) below 1. In float32 the other two steps round to
// r, and l is left out. In float64 n·P₂ = p + e exactly (fused), r = first − p, and what that loses is
// (first − r) − p, both differences exact since first is a multiple of the last place of p; l collects
// it with e and n·P₃. sin(r + l) = sin r + l·cos r, cos(r + l) = cos r − l·r. A vector with any |x| >
// 10⁵, infinity or NaN in it goes the slow way, which reduces such lanes one by one
// (`ArgumentReduction.swift`) and all others as usual: a lane's result never depends on its neighbours.
//
// Whether a lane takes sin r or cos r depends on n. The lane's coefficients are chosen, not its result: one polynomial is
// evaluated instead of two. The fast way is marked as such, since a call as likely as it would keep the compiler from
// holding the coefficients in registers.
//
// Polynomials on |r| ≤ π/4, Sollya fpminimax, relative:
// sin: (sin(x), [|3,5,7|] or [|3,…,13|], x), error 2^-27.9, 2^-57.9; the three of float32 were then
// moved by a few units of their last places by random search for the smallest largest error, roundings
// included;
// cos: (cos(x), [|4,6,8|] or [|4,…,14|], 1-x^2/2), error 2^-33.0, 2^-63.9.

import CPUFeatures

/// |x| = n·π/2 + r; n stands in the low bits of `n`.
struct QuarterTurns32 {
  var n: FloatBits
  var r: FloatVector
}

/// |x| = n·π/2 + r + l; n stands in the low bits of `n`.
struct QuarterTurns64 {
  var n: DoubleBits
  var r: DoubleVector
  var l: DoubleVector
}

/// Largest |x| of the short reduction.
@inline(__always) private var shortLimit: Double { 1e5 }

/// Splits a = |x| ≤ 10⁵.
@inline(__always)
private func quarterTurns(_ a: FloatVector) -> QuarterTurns32 {
  let rounded = fma(a, splat(0x1.45f306p-1), roundingFloat)
  let n = rounded - splat(roundingFloat)
  let first = fma(n, splat(-0x1.921fb6p0), a)
  let second = fma(n, splat(0x1.777a5cp-25), first)
  return QuarterTurns32(n: bits(rounded), r: fma(n, splat(0x1.ee59dap-50), second))
}

/// Splits a = |x| ≤ 10⁵.
@inline(__always)
private func quarterTurns(_ a: DoubleVector) -> QuarterTurns64 {
  let rounded = fma(a, splat(0x1.45f306dc9c883p-1), roundingDouble)
  let n = rounded - splat(roundingDouble)
  let first = fma(n, splat(-0x1.921fb54442d18p0), a)
  let p = n * splat(0x1.1a62633145c07p-54)
  let e = fma(n, splat(0x1.1a62633145c07p-54), -p)
  let r = first - p
  let lost = (first - r) - p
  return QuarterTurns64(n: bits(rounded), r: r, l: fma(n, splat(0x1.f1976b7ed8fbcp-110), lost - e))
}


/// Splits any a = |x|; infinity and NaN give NaN.
@inline(__always)
private func anyQuarterTurns(_ a: DoubleVector) -> QuarterTurns64 {
  var result = quarterTurns(a)
  for lane in 0..<8 where !(a[lane] <= shortLimit) {
    let angle = reduceExactly(a[lane])
    result.n[lane] = angle.quadrant
    result.r[lane] = angle.high
    result.l[lane] = angle.low
  }
  return result
}

/// cos r where `takesCosine`, sin r elsewhere, |r| ≤ π/4: head + head·z·P(z) with head 1 or r.
@inline(__always)
private func blend(_ r: FloatVector, _ takesCosine: FloatBits) -> FloatVector {
  let z = r * r
  let head = select(takesCosine, splat(1), r)
  var p = fma(select(takesCosine, splat(0x1.99e914p-16), splat(0)), z, choose(takesCosine, -0x1.6c0c2ap-10, -0x1.9a0254p-13))
  p = fma(p, z, choose(takesCosine, 0x1.55554ap-5, 0x1.110b4p-7))
  p = fma(p, z, choose(takesCosine, -0.5, -0x1.555552p-3))
  return fma(head * z, p, head)
}

/// cos(r + l) where `takesCosine`, sin(r + l) elsewhere, |r| ≤ π/4.
///
/// sin: r + (r·z·P(z) + l·h); cos: h + (z²·P(z) + (1 − z/2 − h) − r·l); h = 1 − z/2 rounded.
@inline(__always)
private func blend(_ r: DoubleVector, _ l: DoubleVector, _ takesCosine: DoubleBits) -> DoubleVector {
  let z = r * r
  let w = z * z
  var high = fma(
    choose(takesCosine, -0x1.8fa6a7125b7f9p-37, 0x1.5d8e5779a76bbp-33), w,
    choose(takesCosine, -0x1.27e4f7f1ec8dep-22, 0x1.71de355f7915bp-19))
  high = fma(high, w, choose(takesCosine, -0x1.6c16c16c15018p-10, 0x1.111111110f75fp-7))
  var low = fma(
    choose(takesCosine, 0x1.1ee9dc1091329p-29, -0x1.ae5e54dbfa739p-26), w,
    choose(takesCosine, 0x1.a01a019c8f932p-16, -0x1.a01a019bf28b4p-13))
  low = fma(low, w, choose(takesCosine, 0x1.555555555554bp-5, -0x1.5555555555548p-3))
  let cosine = fma(z, splat(-0.5), 1)
  let lost = fma(z, splat(-0.5), splat(1) - cosine)
  let tail = select(takesCosine, lost, splat(0)) + l * select(takesCosine, -r, cosine)
  let head = select(takesCosine, cosine, r)
  return head + fma(z * select(takesCosine, z, r), fma(high, z, low), tail)
}

/// sin of the angle, its sign flipped with that of `sign`.
@inline(__always)
private func sine(_ turns: QuarterTurns32, _ sign: FloatBits) -> FloatVector {
  flipSign(blend(turns.r, isOdd(turns.n)), by: sign ^ shiftLeft(turns.n, 30))
}

/// cos of the angle.
@inline(__always)
private func cosine(_ turns: QuarterTurns32) -> FloatVector {
  let next = turns.n &+ splat(1)
  return flipSign(blend(turns.r, isOdd(next)), by: shiftLeft(next, 30))
}

/// sin of the angle, its sign flipped with that of `sign`.
@inline(__always)
func sine(_ turns: QuarterTurns64, _ sign: DoubleBits) -> DoubleVector {
  flipSign(blend(turns.r, turns.l, isOdd(turns.n)), by: sign ^ shiftLeft(turns.n, 62))
}

/// cos of the angle.
@inline(__always)
func cosine(_ turns: QuarterTurns64) -> DoubleVector {
  let next = turns.n &+ splat(1)
  return flipSign(blend(turns.r, turns.l, isOdd(next)), by: shiftLeft(next, 62))
}

/// sin in place for vectors with an |x| beyond the short reduction. (In place: a returned vector would
/// be passed in four pieces and put together again on the fast way too.)
@inline(never)
private func sinSlowly(_ x: inout FloatVector) {
  let a = magnitude(x)
  var low = cs_widen(cs_low_half(x))
  var high = cs_widen(cs_high_half(x))
  sinSlowly(&low)
  sinSlowly(&high)
  let slow = cs_join(cs_narrow(low), cs_narrow(high))
  x = select(a .<= splat(Float(shortLimit)), sine(quarterTurns(a), bits(x)), slow)
}

/// cos in place for vectors with an |x| beyond the short reduction.
@inline(never)
private func cosSlowly(_ x: inout FloatVector) {
  let a = magnitude(x)
  var low = cs_widen(cs_low_half(x))
  var high = cs_widen(cs_high_half(x))
  cosSlowly(&low)
  cosSlowly(&high)
  let slow = cs_join(cs_narrow(low), cs_narrow(high))
  x = select(a .<= splat(Float(shortLimit)), cosine(quarterTurns(a)), slow)
}

@inline(never)
private func sinSlowly(_ x: inout DoubleVector) {
  let value = sine(anyQuarterTurns(magnitude(x)), bits(x))
  x = canonical(value, value)
}

@inline(never)
private func cosSlowly(_ x: inout DoubleVector) {
  let value = cosine(anyQuarterTurns(magnitude(x)))
  x = canonical(value, value)
}

/// sin x. Error ≤ 1.5 ulp for every finite x; NaN at ±∞.
@inline(__always)
func sinF32(_ x: FloatVector) -> FloatVector {
  let a = magnitude(x)
  if _fastPath(all(a .<= splat(Float(shortLimit)))) { return sine(quarterTurns(a), bits(x)) }
  var value = x
  sinSlowly(&value)
  return value
}

/// cos x. Error ≤ 1.5 ulp for every finite x; NaN at ±∞.
@inline(__always)
func cosF32(_ x: FloatVector) -> FloatVector {
  let a = magnitude(x)
  if _fastPath(all(a .<= splat(Float(shortLimit)))) { return cosine(quarterTurns(a)) }
  var value = x
  cosSlowly(&value)
  return value
}

/// sin x. Error ≤ 0.8 ulp for every finite x; NaN at ±∞.
@inline(__always)
func sinF64(_ x: DoubleVector) -> DoubleVector {
  let a = magnitude(x)
  if _fastPath(all(a .<= splat(shortLimit))) { return sine(quarterTurns(a), bits(x)) }
  var value = x
  sinSlowly(&value)
  return value
}

/// cos x. Error ≤ 0.8 ulp for every finite x; NaN at ±∞.
@inline(__always)
func cosF64(_ x: DoubleVector) -> DoubleVector {
  let a = magnitude(x)
  if _fastPath(all(a .<= splat(shortLimit))) { return cosine(quarterTurns(a)) }
  var value = x
  cosSlowly(&value)
  return value
}
