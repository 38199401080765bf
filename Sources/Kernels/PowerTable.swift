/// The whole powers of one number in [0, 1): as `ScalarMath.power` gives them, at a few multiplications each.
///
/// A table for each byte of the exponent holds x^(b·256ᵏ) in double-double; a power is the product of one entry of each. The error grows
/// with the exponent, about n·2⁻¹⁰⁴, and is far below that of rounding the result to double as long as the result matters beside 1.
package struct PowerTable: Sendable {
  private static let levels = 5
  private let entries: [DoubleDouble]

  /// - Precondition: 0 ≤ base < 1.
  package init(_ base: Double) {
    precondition(base >= 0 && base < 1, "powers of \(base) are not what this table is for")
    var entries: [DoubleDouble] = []
    var factor = DoubleDouble(base)
    for _ in 0..<Self.levels {
      var power = DoubleDouble(1)
      for _ in 0..<256 {
        entries.append(power)
        power = power * factor
      }
      factor = power
    }
    self.entries = entries
  }

  /// The number to the power `exponent`, 0 ≤ exponent < 2⁴⁰.
  package subscript(_ exponent: Int) -> Double {
    var result = entries[exponent & 255]
    var rest = exponent >> 8
    var level = 256
    while rest > 0 {
      result = result * entries[level + (rest & 255)]
      rest >>= 8
      level += 256
    }
    return result.high
  }
}
