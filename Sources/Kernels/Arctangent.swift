// The angle of a point, in double-double. Constants: scripts/derive/double_double.py.

extension ScalarMath {
  /// The angle of the point (x, y), from −π to π: 0 along the first axis, π/2 along the second. Error below 0.501 ulp.
  ///
  /// Special cases as in IEEE 754-2019, section 9.2.1: the sign of the result is that of `y`, also for zeros.
  package static func atan2(_ y: Double, _ x: Double) -> Double {
    if y.isNaN || x.isNaN { return Double(bitPattern: 0x7ff8_0000_0000_0000) }
    let size = Arctangent.angle(abs(y), abs(x), isBehind: x.sign == .minus)
    return y.sign == .minus ? -size : size
  }

  /// The angle whose tangent is x, from −π/2 to π/2. Error below 0.501 ulp.
  package static func atan(_ x: Double) -> Double { atan2(x, 1) }
}

private enum Arctangent {
  static let pi = DoubleDouble(0x1.921fb54442d18p1, 0x1.1a62633145c07p-53)
  static let halfPi = DoubleDouble(0x1.921fb54442d18p0, 0x1.1a62633145c07p-54)

  /// atan(k/8)
  static let ofEighths: [DoubleDouble] = [
    DoubleDouble(0x0.0p0, 0x0.0p0),  // atan(0/8)
    DoubleDouble(0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59),  // atan(1/8)
    DoubleDouble(0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57),  // atan(2/8)
    DoubleDouble(0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56),  // atan(3/8)
    DoubleDouble(0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56),  // atan(4/8)
    DoubleDouble(0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58),  // atan(5/8)
    DoubleDouble(0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56),  // atan(6/8)
    DoubleDouble(0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56),  // atan(7/8)
    DoubleDouble(0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55),  // atan(8/8)
  ]

  /// The angle of (x, y), or of (−x, y) where `isBehind`, for x, y ≥ 0: from 0 to π.
  static func angle(_ y: Double, _ x: Double, isBehind: Bool) -> Double {
    if y == 0 { return isBehind ? pi.high : 0 }
    let isSteep = y > x
    let (small, large) = isSteep ? (x, y) : (y, x)
    if small.isInfinite { return ((isBehind ? pi : DoubleDouble(0)) + signed(ofEighths[8], isBehind)).high }
    let isTiny = large.isInfinite || small == 0 || small.exponent - large.exponent < -60
    if isTiny {
      // The quotient is below 2⁻⁵⁹: it is its own arctangent, and lost beside a multiple of π/2.
      if isSteep { return halfPi.high }
      return isBehind ? pi.high : small / large
    }
    let slope = quotientAngle(small, large)
    if isSteep { return (halfPi + signed(slope, !isBehind)).high }
    return isBehind ? (pi - slope).high : slope.high
  }

  private static func signed(_ x: DoubleDouble, _ isNegative: Bool) -> DoubleDouble { isNegative ? -x : x }

  /// atan(a/b) for 2⁻⁶¹ < a/b ≤ 1; error below 2⁻⁹⁵ relative.
  ///
  /// With c = k/8 nearest to a/b: atan(a/b) = atan c + atan r, r = (a − c·b)/(b + c·a), |r| ≤ 1/16, and
  /// atan r = r − r³/3 + r⁵/5 − …
  private static func quotientAngle(_ a: Double, _ b: Double) -> DoubleDouble {
    let e = Int(b.exponent)
    let (a, b) = (Double(sign: .plus, exponent: -e, significand: a), Double(sign: .plus, exponent: -e, significand: b))
    let k = (a / b * 8).rounded()
    let c = k / 8
    let r = (DoubleDouble(a) - DoubleDouble(multiplying: c, b)) / (DoubleDouble(b) + DoubleDouble(multiplying: c, a))
    let z = -(r * r)
    var sum = DoubleDouble.inverseOddNumbers[15]
    for n in (0..<15).reversed() { sum = sum * z + DoubleDouble.inverseOddNumbers[n] }
    return ofEighths[Int(k)] + r * sum
  }
}
