// log, log1p and softplus.
//
// Goals, in order: same bits on every instruction set; log ≤ 1.5 ulp, log1p and softplus ≤ 2 ulp;
// subnormal arguments right; speed.
//
// x = 2ᵏ·(1 + f) with 1 + f in [√½, √2): log x = k·ln 2 + log(1 + f). The sum cancels nowhere: for k ≠
// 0 its size is at least ½ ln 2. f is exact.
//
// float32: log(1 + f) = f + f²·(−½ + f·P(f)); Sollya fpminimax(log1p(x)/x, [|2,…,9|], [|SG…|],
// [-0.2929;0.4143], 1-x/2, relative), error 2^-27.0.
// float64: with s = f/(2 + f), log(1 + f) = 2·atanh s = f − (f²/2 − s·(f²/2 + R(s²))), R(z) = 2z/3 +
// 2z²/5 + …; R from fpminimax((2*atanh(sqrt(x))/sqrt(x)-2)/x, 6, [|D…|], [2⁻³⁰;0.0295], relative),
// error of R 2^-50.9 relative, of which at most 2^-7 reaches the result.

/// k·ln 2 + log(1 + f), f in [√½ − 1, √2 − 1].
@inline(__always)
private func logarithm(_ f: FloatVector, _ k: FloatVector) -> FloatVector {
  let z = f * f
  var even = fma(splat(-0x1.43097p-4), z, -0x1.0cc01ap-3)
  even = fma(even, z, -0x1.547a52p-3)
  even = fma(even, z, -0x1.00021ep-2)
  even = fma(even, z, -0.5)
  var odd = fma(splat(0x1.08451ep-3), z, 0x1.224c78p-3)
  odd = fma(odd, z, 0x1.99a892p-3)
  odd = fma(odd, z, 0x1.55554p-2)
  let low = fma(z, fma(odd, f, even), k * splat(-0x1.05c610p-29))
  return fma(k, splat(0x1.62e430p-1), f + low)
}

/// k·ln 2 + log(1 + f), f in [√½ − 1, √2 − 1].
@inline(__always)
private func logarithm(_ f: DoubleVector, _ k: DoubleVector) -> DoubleVector {
  let s = f / (splat(2) + f)
  let z = s * s
  let w = z * z
  var even = fma(splat(0x1.2b66b9bfcde1ep-3), w, 0x1.7462bd218b49fp-3)
  even = fma(even, w, 0x1.2492492e03d5p-2)
  even = fma(even, w, 0x1.5555555555558p-1)
  var odd = fma(splat(0x1.39fd3c2df66d2p-3), w, 0x1.c71c62c9cb7e8p-3)
  odd = fma(odd, w, 0x1.9999999995284p-2)
  let half = splat(0.5) * f * f
  let low = fma(s, fma(fma(odd, z, even), z, half), k * splat(0x1.abc9e3b39803fp-56)) - half
  return fma(k, splat(0x1.62e42fefa39efp-1), f + low)
}

/// The 1 + f and the k of a positive normal number: x = 2ᵏ·m, m in [√½, √2).
@inline(__always)
private func significand(_ x: FloatVector) -> (m: FloatVector, k: FloatBits) {
  // 192 keeps the shifted number positive for every exponent.
  let raised = bits(x) &+ splat(Int32(192 << 23) &- 0x3f35_04f3)
  let k = shiftRight(raised, 23) &- splat(Int32(192))
  return (fromBits(bits(x) &- shiftLeft(k, 23)), k)
}

/// The 1 + f and the k of a positive normal number: x = 2ᵏ·m, m in [√½, √2).
@inline(__always)
private func significand(_ x: DoubleVector) -> (m: DoubleVector, k: DoubleBits) {
  let raised = bits(x) &+ splat(Int64(1024 << 52) &- 0x3fe6_a09e_667f_3bcd)
  let k = shiftRight(raised, 52) &- splat(Int64(1024))
  return (fromBits(bits(x) &- shiftLeft(k, 52)), k)
}

/// A small integer as a float.
@inline(__always)
private func number(_ k: FloatBits) -> FloatVector {
  fromBits(k &+ splat(Int32(0x4b40_0000))) - splat(roundingFloat)
}

/// A small integer as a double.
@inline(__always)
private func number(_ k: DoubleBits) -> DoubleVector {
  fromBits(k &+ splat(Int64(0x4338_0000_0000_0000))) - splat(roundingDouble)
}

/// `result` for 0 < x < ∞; else -∞ at ±0, ∞ at ∞, NaN.
@inline(__always)
private func withLogarithmLimits(_ result: FloatVector, _ x: FloatVector) -> FloatVector {
  let zeroOrBad = select(x .== splat(0), splat(-Float.infinity), splat(Float(bitPattern: 0x7fc0_0000)))
  let positive = select(x .== splat(Float.infinity), splat(Float.infinity), result)
  return select(x .> splat(0), positive, zeroOrBad)
}

/// `result` for 0 < x < ∞; else -∞ at ±0, ∞ at ∞, NaN.
@inline(__always)
private func withLogarithmLimits(_ result: DoubleVector, _ x: DoubleVector) -> DoubleVector {
  let zeroOrBad = select(
    x .== splat(0), splat(-Double.infinity), splat(Double(bitPattern: 0x7ff8_0000_0000_0000)))
  let positive = select(x .== splat(Double.infinity), splat(Double.infinity), result)
  return select(x .> splat(0), positive, zeroOrBad)
}

/// log x. Error ≤ 1.1 ulp. -∞ at ±0, NaN below.
@inline(__always)
func logF32(_ x: FloatVector) -> FloatVector {
  let isTiny = x .< splat(0x1p-126)
  let normal = select(isTiny, x * splat(0x1p24), x)
  let offset = select(isTiny, splat(24), splat(0))
  let (m, k) = significand(normal)
  return withLogarithmLimits(logarithm(m - splat(1), number(k) - offset), x)
}

/// log x. Error ≤ 0.9 ulp. -∞ at ±0, NaN below.
@inline(__always)
func logF64(_ x: DoubleVector) -> DoubleVector {
  let isTiny = x .< splat(0x1p-1022)
  let normal = select(isTiny, x * splat(0x1p54), x)
  let offset = select(isTiny, splat(54), splat(0))
  let (m, k) = significand(normal)
  return withLogarithmLimits(logarithm(m - splat(1), number(k) - offset), x)
}

/// log(1 + x). Error ≤ 1.6 ulp. x itself for tiny x (the sign of zero is kept), -∞ at -1, NaN below.
///
/// u = 1 + x loses c = x − (u − 1); with u = 2ᵏ·m the wanted f is (m − 1) + c·2⁻ᵏ, rounded once. The
/// factor is applied as ½c·2¹⁻ᵏ, which is zero and not infinite for the largest k, where c does not
/// count.
@inline(__always)
func log1pF32(_ x: FloatVector) -> FloatVector {
  let u = splat(1) + x
  let c = x - (u - splat(1))
  let (m, k) = significand(u)
  let inverse = fromBits(shiftLeft(splat(Int32(128)) &- k, 23))
  let f = fma(splat(0.5) * c, inverse, m - splat(1))
  let result = withLogarithmLimits(logarithm(f, number(k)), u)
  return canonical(select(magnitude(x) .< splat(0x1p-30), x, result), x)
}

/// log(1 + x). Error ≤ 1.4 ulp. See `log1pF32`.
@inline(__always)
func log1pF64(_ x: DoubleVector) -> DoubleVector {
  let u = splat(1) + x
  let c = x - (u - splat(1))
  let (m, k) = significand(u)
  let inverse = fromBits(shiftLeft(splat(Int64(1024)) &- k, 52))
  let f = fma(splat(0.5) * c, inverse, m - splat(1))
  let result = withLogarithmLimits(logarithm(f, number(k)), u)
  return canonical(select(magnitude(x) .< splat(0x1p-60), x, result), x)
}

/// log(1 + eˣ) = max(x, 0) + log(1 + e), e = e^-|x|. Error ≤ 1.9 ulp, subnormal results included.
///
/// For e > 0.41 the argument is halved: 1 + e = 2·(1 + f), f = (e − 1)/2, where e − 1 is exact or
/// nearly so.
@inline(__always)
func softplusF32(_ x: FloatVector) -> FloatVector {
  let e = decay(x)
  let isLarge = e .> splat(0.4142)
  let f = select(isLarge, fma(e, splat(0.5), -0.5), e)
  let tail = logarithm(f, select(isLarge, splat(1), splat(0)))
  return canonical(select(x .> splat(0), x + tail, tail), x)
}

/// log(1 + eˣ). Error ≤ 1.7 ulp, subnormal results included. See `softplusF32`.
@inline(__always)
func softplusF64(_ x: DoubleVector) -> DoubleVector {
  let e = decay(x)
  let isLarge = e .> splat(0.4142)
  let f = select(isLarge, fma(e, splat(0.5), -0.5), e)
  let tail = logarithm(f, select(isLarge, splat(1), splat(0)))
  return canonical(select(x .> splat(0), x + tail, tail), x)
}
