/// The numbers that a field accepts; either end can be open or infinite.
package struct NumberRange: Sendable, Equatable {
  /// The lower end; −∞ for none.
  package let lower: Double
  /// The upper end; ∞ for none.
  package let upper: Double
  /// Whether the lower end belongs to it.
  package let includesLower: Bool
  /// Whether the upper end belongs to it.
  package let includesUpper: Bool

  /// A range with stated ends; `lower` ≤ `upper`.
  package init(
    _ lower: Double = -.infinity, _ upper: Double = .infinity, includesLower: Bool = true, includesUpper: Bool = true
  ) {
    precondition(lower <= upper, "a range runs from its lower to its upper end")
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  /// Every finite number.
  package static let any = NumberRange()
  /// x > 0.
  package static let positive = above(0)

  /// x > lower.
  package static func above(_ lower: Double) -> NumberRange { NumberRange(lower, includesLower: false) }

  /// lower < x ≤ upper.
  package static func above(_ lower: Double, through upper: Double) -> NumberRange {
    NumberRange(lower, upper, includesLower: false)
  }

  /// lower < x < upper.
  package static func between(_ lower: Double, _ upper: Double) -> NumberRange {
    NumberRange(lower, upper, includesLower: false, includesUpper: false)
  }

  /// Whether a number is finite and in the range.
  package func contains(_ x: Double) -> Bool {
    guard x.isFinite else { return false }
    return (includesLower ? x >= lower : x > lower) && (includesUpper ? x <= upper : x < upper)
  }

  /// `≥ 0`, `> 0 and ≤ 1`, `from 0 to 1`; empty for every number.
  package var phrase: String {
    let (a, b) = (canonicalNumber(lower), canonicalNumber(upper))
    switch (lower.isFinite, upper.isFinite) {
    case (false, false): return ""
    case (true, false): return (includesLower ? "≥ " : "> ") + a
    case (false, true): return (includesUpper ? "≤ " : "< ") + b
    case (true, true) where includesLower && includesUpper: return "from \(a) to \(b)"
    case (true, true): return (includesLower ? "≥ " : "> ") + a + " and " + (includesUpper ? "≤ " : "< ") + b
    }
  }

  /// Numbers just outside, as spec text; for laws.
  var outsideTexts: [String] {
    var outside: [Double] = []
    if lower.isFinite { outside += includesLower ? [lower - 1] : [lower, lower - 1] }
    if upper.isFinite { outside += includesUpper ? [upper + 1] : [upper, upper + 1] }
    return outside.map(canonicalNumber)
  }
}
