// tanh and the logistic sigmoid.
//
// Goals, in order: same bits on every instruction set; tanh ≤ 1.5 ulp and sigmoid ≤ 2 ulp in float32, both ≤ 2 ulp in
// float64; odd symmetry of tanh exact; one division per value, and few operations before it.
//
// tanh a = 1 − 2/(e²ᵃ + 1) is right to about an ulp while the result is above ½, but cancels below. For a < 45/64
// tanh a = a + n/d, whose first term is exact and whose second is at most a sixth of it. Both have the form c + n/d, so
// one division serves both.
//
// float32, n = a³: d = a³/(tanh a − a) = −3 − 6/5 a² + 1/175 a⁴ − … is nearly a quadratic in a². Sollya
// fpminimax(x^(3/2)/(tanh(sqrt(x)) − sqrt(x)), 2, [|SG…|], [2⁻¹²;0.703125²], relative); error of tanh 2^-24.5, reached
// only where a rounding cannot come on top. The exponential e²ᵃ = p·2ᵏ counts at most 0.32 times its relative error, so
// ln 2 in one float is enough.
// float64: with 2a = k·ln 2 + r and e²ᵃ − 1 = N, d is N + 2 and n = N − a·d = N − 2a − a·N. N = 2ᵏ·(r + r²·q(r)) + 2ᵏ −
// 1; here, where k ≤ 2, 2ᵏ·r + 2ᵏ − 1 and what remains of it after subtracting 2a are exact.

/// tanh x. Error ≤ 1.2 ulp. Odd, exact at ±0 and ±∞.
@inline(__always)
func tanhF32(_ x: FloatVector) -> FloatVector {
  // tanh 9.02 rounds to 1 already.
  let a = limitedMagnitude(x, to: 10)
  let rounded = fma(a, splat(0x1.715476p1), exponentRoundingFloat)
  let r = fma(rounded - splat(exponentRoundingFloat), splat(-0x1.62e430p-2), a)
  // The polynomial of exp in 2r.
  var p = fma(splat(0x1.694c8ep-4), r, 0x1.12397ep-2)
  p = fma(p, r, 0x1.555a26p-1)
  p = fma(p, r, 0x1.555492p0)
  p = fma(p, r, 0x1.fffffap0)
  p = fma(p, r, 2)
  p = fma(p, r, 1)
  let z = a * a
  var small = fma(splat(-0x1.6a917ap-8), z, 0x1.333106p0)
  small = fma(small, z, 0x1.800008p1)
  let isSmall = a .< splat(0.703125)
  let numerator = select(isSmall, a * z, splat(2))
  let denominator = select(isSmall, small, fma(powerOfTwo(rounded), p, 1))
  let start = select(isSmall, a, splat(1))
  return canonical(flipSign(start - numerator / denominator, by: bits(x)), x)
}

/// tanh x. Error ≤ 1.3 ulp. Odd, exact at ±0 and ±∞.
@inline(__always)
func tanhF64(_ x: DoubleVector) -> DoubleVector {
  let a = limitedMagnitude(x, to: 20)
  let twice = a + a
  let rounded = fma(twice, splat(0x1.71547652b82fep0), exponentRoundingDouble)
  let k = rounded - splat(exponentRoundingDouble)
  let s = powerOfTwo(rounded)
  let r = fma(k, splat(-0x1.62e42fefa39efp-1), twice)
  let z = r * r
  let curve = fma(z, exponentialTail(r, z), k * splat(-0x1.abc9e3b39803fp-56))
  let line = fma(s, r, s - splat(1))
  let excess = fma(s, curve, line)
  let isSmall = a .< splat(0.703125)
  let numerator = select(isSmall, fma(-a, excess, fma(s, curve, line - twice)), splat(-2))
  let start = select(isSmall, a, splat(1))
  return canonical(flipSign(start + numerator / (excess + splat(2)), by: bits(x)), x)
}

/// 1/(1 + e⁻ˣ). Error ≤ 1.7 ulp, subnormal results included.
///
/// With e = e^-|x| ≤ 1 and y = e/(1 + e) the sigmoid is 1 − y for positive x and e·(1 − y) for negative: there the
/// error of 1 + e and of the division counts only y times, and e alone decides where it is small.
@inline(__always)
func sigmoidF32(_ x: FloatVector) -> FloatVector {
  let e = decay(x)
  let y = e / (splat(1) + e)
  let factor = select(x .< splat(0), e, splat(1))
  return canonical(fma(-factor, y, factor), x)
}

/// 1/(1 + e⁻ˣ). Error ≤ 1.6 ulp, subnormal results included. See `sigmoidF32`.
@inline(__always)
func sigmoidF64(_ x: DoubleVector) -> DoubleVector {
  let e = decay(x)
  let y = e / (splat(1) + e)
  let factor = select(x .< splat(0), e, splat(1))
  return canonical(fma(-factor, y, factor), x)
}
