// The error function erf x = 2/√π ∫₀ˣ e^(−t²) dt.
//
// Goals, in order: same bits on every instruction set; ≤ 2 ulp; odd exactly; no table look-ups.
//
// For small a = |x|, erf a = a + a·P(a²): the first term is exact, the second at most 0.13 of it. For
// larger a, erf a = 1 − exp(L(a)) with L ≈ log erfc(a); an error δ of L counts only δ·erfc(a), so L is
// fitted with that weight and a low degree suffices. From 4 (float32), 6 (float64) on erf rounds to 1.
//
// P: Sollya fpminimax(erf(x)/x, [|0,2,…,10|] on [2⁻¹⁰;0.9375] or [|0,2,…,22|] on [2⁻²⁰;1], 1,
// relative), error 2^-25.6, 2^-56.0 of erf. L: Sollya remez(erfc(x)*log(erfc(x)), 7 or 18, [0.875;4] or
// [1;6], erfc(x)), coefficients rounded to nearest; error of erf 2^-33.6, 2^-59.5 before rounding.

/// erf x. Error ≤ 1.3 ulp. Odd, exact at ±0 and ±∞.
@inline(__always)
func erfF32(_ x: FloatVector) -> FloatVector {
  let a = limitedMagnitude(x, to: 4)
  let z = a * a
  var p: FloatVector = splat(-0x1.36c076p-11)
  p = fma(p, z, 0x1.466fccp-8)
  p = fma(p, z, -0x1.b66a52p-6)
  p = fma(p, z, 0x1.ce185ep-4)
  p = fma(p, z, -0x1.8126dcp-2)
  p = fma(p, z, 0x1.06eba6p-3)
  var even = fma(splat(0x1.c1076ap-12), z, 0x1.9a4396p-6)
  even = fma(even, z, -0x1.445468p-1)
  even = fma(even, z, 0x1.5710b8p-13)
  var odd = fma(splat(-0x1.58d78cp-16), z, -0x1.0f61d6p-8)
  odd = fma(odd, z, -0x1.bb04aap-4)
  odd = fma(odd, z, -0x1.21245ep0)
  let e = exponential(fma(odd, a, even))
  let value = select(a .< splat(0.9375), fma(a, p, a), fma(-powerOfTwo(e.rounded), e.p, 1))
  return canonical(flipSign(value, by: bits(x)), x)
}

/// erf x. Error ≤ 1.1 ulp. Odd, exact at ±0 and ±∞.
@inline(__always)
func erfF64(_ x: DoubleVector) -> DoubleVector {
  let a = limitedMagnitude(x, to: 6)
  let z = a * a
  let e = exponential(logarithmOfComplement(a, z))
  let value = select(a .< splat(1), fma(a, smallExcess(z), a), fma(-powerOfTwo(e.rounded), e.p, 1))
  return canonical(flipSign(value, by: bits(x)), x)
}

/// erf(a)/a − 1 for z = a² ≤ 1.
@inline(__always)
private func smallExcess(_ z: DoubleVector) -> DoubleVector {
  let w = z * z
  var odd = fma(splat(-0x1.ab15c51d2ebebp-31), w, -0x1.5bfe76384472p-23)
  odd = fma(odd, w, -0x1.f4ca204c771c5p-17)
  odd = fma(odd, w, -0x1.c02db0149d904p-11)
  odd = fma(odd, w, -0x1.b82ce311ee09bp-6)
  odd = fma(odd, w, -0x1.812746b0379b2p-2)
  var even = fma(splat(0x1.d6e3ddfeb1f49p-27), w, 0x1.b97e44280cfb9p-20)
  even = fma(even, w, 0x1.f9a2b75531772p-14)
  even = fma(even, w, 0x1.565bccf7e2856p-8)
  even = fma(even, w, 0x1.ce2f21a0408d1p-4)
  even = fma(even, w, 0x1.06eba8214db68p-3)
  return fma(odd, z, even)
}

/// log erfc(a) for 1 ≤ a ≤ 6, z = a².
@inline(__always)
private func logarithmOfComplement(_ a: DoubleVector, _ z: DoubleVector) -> DoubleVector {
  var even = fma(splat(0x1.247b85fecfb1ep-40), z, 0x1.1793e19290d0fp-30)
  even = fma(even, z, 0x1.0c1561aaa519dp-23)
  even = fma(even, z, 0x1.20b29ae9d1ed5p-18)
  even = fma(even, z, 0x1.7791de097ab63p-15)
  even = fma(even, z, -0x1.8175762149e7dp-15)
  even = fma(even, z, -0x1.d03c35397d199p-10)
  even = fma(even, z, 0x1.388e9261d57e8p-6)
  even = fma(even, z, -0x1.45f432847bb9cp-1)
  even = fma(even, z, -0x1.8beba79357f71p-23)
  var odd = fma(splat(-0x1.a1fc8ccd524a8p-35), z, -0x1.d0a43fc29c979p-27)
  odd = fma(odd, z, -0x1.c5c6e3872b417p-21)
  odd = fma(odd, z, -0x1.138408c76f5a6p-16)
  odd = fma(odd, z, -0x1.2491783724f2dp-14)
  odd = fma(odd, z, 0x1.51069eed51ef9p-11)
  odd = fma(odd, z, 0x1.27ee20fb6ccf7p-12)
  odd = fma(odd, z, -0x1.a4d9aa902ff6fp-4)
  odd = fma(odd, z, -0x1.20dd55664f90cp0)
  return fma(odd, a, even)
}
