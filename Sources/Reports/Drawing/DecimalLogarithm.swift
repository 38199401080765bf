/// log₁₀ for positions on a page: relative error below 1e-14, the same bits on every machine.
package enum DecimalLogarithm {
  /// log₁₀ x for a finite x > 0.
  ///
  /// x = m·2^e with √½ ≤ m ≤ √2; ln m = 2·artanh t, t = (m − 1)/(m + 1), |t| ≤ 0.172, by its Taylor series: the
  /// first term left out is t²³/23 < 1e-18.
  package static func of(_ x: Double) -> Double {
    precondition(x.isFinite && x > 0, "a logarithm is taken of positive finite numbers only")
    var m = x.significand
    var e = Double(x.exponent)
    if m > 1.4142135623730951 {
      m /= 2
      e += 1
    }
    let t = (m - 1) / (m + 1)
    let square = t * t
    var series = 0.0
    for power in stride(from: 21, through: 1, by: -2) { series = series * square + 1 / Double(power) }
    let naturalLogarithmOf2 = 0.6931471805599453
    let naturalLogarithmOf10 = 2.302585092994046
    return (e * naturalLogarithmOf2 + 2 * t * series) / naturalLogarithmOf10
  }

  /// The greatest k with 10^k ≤ x, exactly, for a finite x > 0.
  package static func wholeDecade(_ x: Double) -> Int {
    var k = Int(of(x).rounded(.down))
    while power(k + 1) <= x { k += 1 }
    while power(k) > x { k -= 1 }
    return k
  }

  /// 10^k, correctly rounded; 0 or infinity out of range.
  package static func power(_ k: Int) -> Double {
    Double("1e\(k)") ?? (k < 0 ? 0 : .infinity)
  }
}
