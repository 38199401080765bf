/// The functions of the expression language: doubles, one at a time, the same bits on every machine.
///
/// Those that the kernels have too are the kernels' own and give the same bits as in an array (errors
/// of at most 2 ulp, see each kernel). The others round a double-double result: error below 0.501 ulp,
/// so exact results come out exact. NaN is always the one canonical NaN. No C library function takes
/// part but the exactly rounded fma and √.
package enum ScalarMath {
  package static func exp(_ x: Double) -> Double { ElementaryFunction.exp(x) }
  package static func log(_ x: Double) -> Double { ElementaryFunction.log(x) }
  package static func log1p(_ x: Double) -> Double { ElementaryFunction.log1p(x) }
  package static func tanh(_ x: Double) -> Double { ElementaryFunction.tanh(x) }
  /// 1/(1 + e⁻ˣ)
  package static func sigmoid(_ x: Double) -> Double { ElementaryFunction.sigmoid(x) }
  /// log(1 + eˣ)
  package static func softplus(_ x: Double) -> Double { ElementaryFunction.softplus(x) }
  package static func sin(_ x: Double) -> Double { ElementaryFunction.sin(x) }
  package static func cos(_ x: Double) -> Double { ElementaryFunction.cos(x) }
  package static func erf(_ x: Double) -> Double { ElementaryFunction.erf(x) }

  /// √x, correctly rounded.
  package static func squareRoot(_ x: Double) -> Double { canonical(x.squareRoot()) }

  /// x to the power y, correctly rounded in practice: 25^-0.5 is 0.2, 10^-3 is 0.001.
  package static func power(_ x: Double, _ y: Double) -> Double { Kernels.power(x, y) }

  /// log x / log 2; exact at powers of two.
  package static func log2(_ x: Double) -> Double { logarithm(x, .inverseLn2) }

  /// log x / log 10; exact at powers of ten.
  package static func log10(_ x: Double) -> Double { logarithm(x, .inverseLn10) }

  /// tan x
  package static func tan(_ x: Double) -> Double {
    guard x.isFinite else { return nan }
    if abs(x) < 0x1p-27 { return x }
    let (n, r) = DoubleDouble.quarterTurns(x)
    let (sine, cosine) = DoubleDouble.sineAndCosine(r)
    return (n & 1 == 0 ? sine / cosine : -(cosine / sine)).high
  }

  /// (eˣ − e⁻ˣ)/2
  package static func sinh(_ x: Double) -> Double {
    guard !x.isNaN else { return nan }
    if abs(x) < 0x1p-27 || x.isInfinite { return x }
    if abs(x) < 0.5 { return DoubleDouble.sineAndCosine(DoubleDouble(x), sign: 1).sine.high }
    let size = halfSum(abs(x), -1)
    return x < 0 ? -size : size
  }

  /// (eˣ + e⁻ˣ)/2
  package static func cosh(_ x: Double) -> Double {
    guard !x.isNaN else { return nan }
    return x.isInfinite ? .infinity : halfSum(abs(x), 1)
  }

  private static var nan: Double { Double(bitPattern: 0x7ff8_0000_0000_0000) }

  private static func canonical(_ x: Double) -> Double { x.isNaN ? nan : x }

  private static func logarithm(_ x: Double, _ factor: DoubleDouble) -> Double {
    if x == 0 { return -.infinity }
    guard x > 0 else { return nan }
    return x.isInfinite ? x : (DoubleDouble.logarithm(x) * factor).high
  }

  /// (eˣ + sign·e⁻ˣ)/2 for x ≥ 0.
  private static func halfSum(_ x: Double, _ sign: Double) -> Double {
    if x > 720 { return .infinity }
    let e = DoubleDouble.exponential(DoubleDouble(x))
    if x > 40 { return e.value.scaled(by: e.exponent - 1) }  // e⁻²ˣ < 2⁻¹¹⁵
    let value = DoubleDouble(e.value.scaled(by: e.exponent), scaledLow(e.value.low, e.exponent))
    let inverse = DoubleDouble(1) / value
    return (value + DoubleDouble(sign * inverse.high, sign * inverse.low)).high / 2
  }

  private static func scaledLow(_ low: Double, _ exponent: Int) -> Double {
    low * Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
