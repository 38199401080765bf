/// x to the power y, correctly rounded but for a chance of about 2⁻³⁵ near a tie: error below 0.501 ulp.
///
/// Whole exponents up to 1024 in size by repeated squaring of the significand in double-double: exact,
/// and so correctly rounded, as long as the power has at most 106 bits; a negative exponent divides
/// once at the end (25^-0.5 = 0.2 and 10^-3 = 0.001 as they are written). Other exponents: exp(y·log x)
/// in double-double. Special cases as in IEEE 754-2019, section 9.2.1 (`pow`): x^0 = 1^y = 1 for every
/// x and y.
func power(_ x: Double, _ y: Double) -> Double {
  if y == 0 || x == 1 { return 1 }
  if x.isNaN || y.isNaN { return Double(bitPattern: 0x7ff8_0000_0000_0000) }
  let isWhole = y == y.rounded(.towardZero)
  let isOdd = isWhole && abs(y) < 0x1p53 && abs(y).truncatingRemainder(dividingBy: 2) == 1
  if x == 0 || x.isInfinite {
    let isLarge = x.isInfinite == (y > 0)
    let size = isLarge ? Double.infinity : 0
    return isOdd && x.sign == .minus ? -size : size
  }
  if y.isInfinite {
    if x == -1 { return 1 }
    return (abs(x) > 1) == (y > 0) ? .infinity : 0
  }
  if x < 0 && !isWhole { return Double(bitPattern: 0x7ff8_0000_0000_0000) }
  let size = isWhole && abs(y) <= 1024 ? wholePower(abs(x), Int(y)) : anyPower(abs(x), y)
  return x < 0 && isOdd ? -size : size
}

/// xⁿ for a positive finite x and 0 < |n| ≤ 1024.
private func wholePower(_ x: Double, _ n: Int) -> Double {
  var m = x.significand
  var e = Int(x.exponent)
  if m > 0x1.6a09e667f3bcdp0 {
    m /= 2
    e += 1
  }
  // |mⁿ| lies between 2⁻⁵¹² and 2⁵¹².
  var square = DoubleDouble(m)
  var result = DoubleDouble(1)
  var rest = abs(n)
  while rest > 0 {
    if rest & 1 == 1 { result = result * square }
    rest >>= 1
    if rest > 0 { square = square * square }
  }
  if n < 0 { result = DoubleDouble(1) / result }
  return result.scaled(by: e * n)
}

/// x^y for a positive finite x.
private func anyPower(_ x: Double, _ y: Double) -> Double {
  let log = DoubleDouble.logarithm(x)
  let estimate = log.high * y
  if estimate > 710 { return .infinity }
  if estimate < -746 { return 0 }
  let e = DoubleDouble.exponential(log * DoubleDouble(y))
  return e.value.scaled(by: e.exponent)
}
