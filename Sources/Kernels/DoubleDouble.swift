/// An unevaluated sum high + low of two doubles with |low| ≤ ½ ulp(high): about 106 bits.
///
/// T. Dekker, "A floating-point technique for extending the available precision" (1971); error bounds
/// of these operations, a few times 2⁻¹⁰⁵ relative: M. Joldes, J.-M. Muller, V. Popescu, "Tight and
/// rigorous error bounds for basic building blocks of double-word arithmetic" (2017).
struct DoubleDouble: Equatable {
  var high: Double
  var low: Double

  /// Two numbers that already are such a pair.
  init(_ high: Double, _ low: Double = 0) {
    self.high = high
    self.low = low
  }

  /// a + b exactly, in whatever order of size (D. Knuth's TwoSum).
  init(adding a: Double, _ b: Double) {
    high = a + b
    let t = high - a
    low = (a - (high - t)) + (b - t)
  }

  /// a + b exactly for |a| ≥ |b| or a = 0.
  init(ordered a: Double, _ b: Double) {
    high = a + b
    low = b - (high - a)
  }

  /// a·b exactly, unless it underflows.
  init(multiplying a: Double, _ b: Double) {
    high = a * b
    low = (-high).addingProduct(a, b)
  }

  static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }

  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let s = DoubleDouble(adding: a.high, b.high)
    let t = DoubleDouble(adding: a.low, b.low)
    let v = DoubleDouble(ordered: s.high, s.low + t.high)
    return DoubleDouble(ordered: v.high, t.low + v.low)
  }

  static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = DoubleDouble(multiplying: a.high, b.high)
    let cross = (a.low * b.low).addingProduct(a.high, b.low).addingProduct(a.low, b.high)
    return DoubleDouble(ordered: p.high, p.low + cross)
  }

  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    // One Newton step in double-double from the quotient of the leading parts.
    let q = a.high / b.high
    let rest = a - b * DoubleDouble(q)
    return DoubleDouble(ordered: q, (rest.high + rest.low) / b.high)
  }

  /// (high + low)·2ᵉ, rounded once, also to subnormal numbers; e far out of range gives 0 or ∞.
  func scaled(by e: Int) -> Double {
    guard high != 0, high.isFinite else { return high }
    let exponent = Int(high.exponent) + e
    if exponent > 1100 { return high < 0 ? -.infinity : .infinity }
    if exponent < -1100 { return high < 0 ? -0.0 : 0 }
    if exponent >= -1022 { return Self.timesPowerOfTwo(high, e) }
    // Subnormal: round to the grid of 2⁻¹⁰⁷⁴, which is `unit` before scaling, counting `low`, then
    // scale exactly.
    let unit = Self.timesPowerOfTwo(1, -1074 - e)
    let raise = unit * 0x1.8p52
    var rounded = (high + raise) - raise
    let rest = (high - rounded) + low
    if rest > unit / 2 { rounded += unit }
    if rest < -unit / 2 { rounded -= unit }
    let result = Self.timesPowerOfTwo(rounded, e)
    return result == 0 && high < 0 ? -0.0 : result
  }

  /// x·2ᵉ in up to three exact or once rounded steps.
  private static func timesPowerOfTwo(_ x: Double, _ e: Int) -> Double {
    var result = x
    var rest = e
    while rest != 0 {
      let step = max(-1000, min(1000, rest))
      result *= Double(sign: .plus, exponent: step, significand: 1)
      rest -= step
    }
    return result
  }
}
