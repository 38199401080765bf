// tanh and the logistic sigmoid.
//
// Goals, in order: same bits on every instruction set; tanh ≤ 1.5 ulp and sigmoid ≤ 2 ulp in float32,
// both ≤ 2 ulp in float64; odd symmetry of tanh exact; one division per value.
//
// tanh x = 1 − 2/(e²ˣ + 1) is right to about an ulp while the result is above ½, but cancels below.
// There tanh x = x + x·z·P(z)/Q(z), z = x², |x| < 9/16, whose first term is exact and whose second is
// at most a tenth of it. Both have the form c + n/d, so one division serves both. In float32 a
// polynomial is as cheap as the quotient.
//
// Coefficients: float32 Sollya fpminimax(tanh(x), [|3,5,7,9,11|], [|SG…|], [2⁻¹⁰;0.5625], x, relative),
// error 2^-29.4; float64 rational Remez exchange in 60 digits (scripts/derive/tanh64.py), degrees (2,
// 3), error of tanh relative 2^-62.6 before rounding.

/// tanh x. Error ≤ 1.5 ulp. Odd, exact at ±0 and ±∞.
@inline(__always)
func tanhF32(_ x: FloatVector) -> FloatVector {
  let size = magnitude(x)
  // tanh 9.02 rounds to 1 already.
  let a = select(size .> splat(10), splat(10), size)
  let e = scaledExponential(a + a)
  let s = powerOfTwo(e.rounded)
  let large = splat(1) - splat(2) / (fma(s, e.t, s) + splat(1))
  let z = a * a
  var p: FloatVector = splat(-0x1.94bf44p-8)
  p = fma(p, z, 0x1.58226p-6)
  p = fma(p, z, -0x1.b9075ap-5)
  p = fma(p, z, 0x1.110c64p-3)
  p = fma(p, z, -0x1.555548p-2)
  let small = fma(a * z, p, a)
  return canonical(flipSign(select(a .< splat(0.5625), small, large), by: bits(x)), x)
}

/// tanh x. Error ≤ 2 ulp. Odd, exact at ±0 and ±∞.
@inline(__always)
func tanhF64(_ x: DoubleVector) -> DoubleVector {
  let size = magnitude(x)
  let a = select(size .> splat(20), splat(20), size)
  let e = scaledExponential(a + a)
  let s = powerOfTwo(e.rounded)
  let z = a * a
  var p: DoubleVector = splat(-0x1.a1cd219623834p-13)
  p = fma(p, z, -0x1.4fde7792dc233p-6)
  p = fma(p, z, -0x1.5555555555555p-2)
  var q: DoubleVector = splat(0x1.b13be9c63f79ep-13)
  q = fma(q, z, 0x1.7da09e275f944p-6)
  q = fma(q, z, 0x1.d893500522da3p-2)
  q = fma(q, z, 1)
  let isSmall = a .< splat(0.5625)
  let numerator = select(isSmall, a * z * p, splat(-2))
  let denominator = select(isSmall, q, fma(s, e.t, s) + splat(1))
  let start = select(isSmall, a, splat(1))
  return canonical(flipSign(start + numerator / denominator, by: bits(x)), x)
}

/// 1/(1 + e⁻ˣ). Error ≤ 2 ulp, subnormal results included.
///
/// With e = e^-|x| ≤ 1 and y = e/(1 + e) the sigmoid is y for negative x and 1 − y for positive. y is
/// improved once, y = e − e·y, which removes the error of 1 + e and of the division where y is small
/// and e alone should decide.
@inline(__always)
func sigmoidF32(_ x: FloatVector) -> FloatVector {
  let e = decay(x)
  let y = fma(-e, e / (splat(1) + e), e)
  return canonical(select(x .< splat(0), y, splat(1) - y), x)
}

/// 1/(1 + e⁻ˣ). Error ≤ 2 ulp, subnormal results included. See `sigmoidF32`.
@inline(__always)
func sigmoidF64(_ x: DoubleVector) -> DoubleVector {
  let e = decay(x)
  let y = fma(-e, e / (splat(1) + e), e)
  return canonical(select(x .< splat(0), y, splat(1) - y), x)
}
