/// A finite number as decimal digits, so that rounding and printing need no C library and are the same everywhere.
///
/// The value is 0.d₁d₂d₃… × 10^exponent. Rounding works on the shortest digits that read back as the same
/// `Double`, half away from zero: 0.125 to two decimals is 0.13, as a reader of the printed number expects.
package struct DecimalText: Equatable {
  /// Whether the number is below zero; never set for zero.
  private(set) var isNegative: Bool
  /// Digits 0…9, the first and the last not 0; empty for zero.
  private(set) var digits: [UInt8]
  /// Power of ten of the digit before the first; 0 for zero.
  private(set) var exponent: Int

  /// The shortest decimal that reads back as `number`.
  package init(_ number: Double) {
    precondition(number.isFinite, "a number that is not finite has no decimal digits")
    var digits: [UInt8] = []
    var point: Int?
    var shift = 0
    var rest = number.magnitude.description.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "."): point = digits.count
      default:
        shift = Int(String(decoding: rest, as: UTF8.self)) ?? 0
        rest = rest[rest.endIndex...]
      }
    }
    self.init(isNegative: number < 0, digits: digits, exponent: (point ?? digits.count) + shift)
  }

  /// coefficient × 10^power, exactly.
  package init(coefficient: Int, power: Int) {
    let digits = String(coefficient.magnitude).utf8.map { $0 - UInt8(ascii: "0") }
    self.init(isNegative: coefficient < 0, digits: digits, exponent: digits.count + power)
  }

  private init(isNegative: Bool, digits: [UInt8], exponent: Int) {
    let start = digits.firstIndex { $0 != 0 } ?? digits.count
    let end = (digits.lastIndex { $0 != 0 } ?? -1) + 1
    self.digits = start < end ? Array(digits[start..<end]) : []
    self.exponent = start < end ? exponent - start : 0
    self.isNegative = isNegative && start < end
  }

  /// The same number with at most `count` ≥ 1 digits.
  package func rounded(significant count: Int) -> DecimalText {
    keeping(count)
  }

  /// The same number with at most `count` ≥ 0 digits after the point.
  package func rounded(decimals count: Int) -> DecimalText {
    keeping(exponent + count)
  }

  private func keeping(_ count: Int) -> DecimalText {
    guard count < digits.count else { return self }
    guard count >= 0 else { return DecimalText(isNegative: false, digits: [], exponent: 0) }
    var kept = [0] + digits[..<count]
    if digits[count] >= 5 {
      var place = kept.count - 1
      while kept[place] == 9 {
        kept[place] = 0
        place -= 1
      }
      kept[place] += 1
    }
    return DecimalText(isNegative: isNegative, digits: kept, exponent: exponent + 1)
  }

  /// Without a power of ten, with at least `decimals` digits after the point: "-0.05", "1580", "2.50".
  package func plain(decimals: Int = 0) -> String {
    var text = isNegative ? "-" : ""
    text += exponent > 0 ? places(0..<exponent) : "0"
    let last = max(digits.count, exponent + decimals)
    guard last > exponent else { return text }
    return text + "." + places(exponent..<last)
  }

  private func places(_ range: Range<Int>) -> String {
    String(
      decoding: range.map { (digits.indices.contains($0) ? digits[$0] : 0) + UInt8(ascii: "0") }, as: UTF8.self)
  }

  /// One digit before the point and a power of ten: "1.5e-5".
  package var scientific: String {
    guard !digits.isEmpty else { return "0" }
    let fraction = digits.count > 1 ? "." + places(1..<digits.count) : ""
    return "\(isNegative ? "-" : "")\(digits[0])\(fraction)e\(exponent - 1)"
  }

  /// Plain between 0.0001 and a million, scientific outside.
  package var readable: String {
    (-3...6).contains(exponent) || digits.isEmpty ? plain() : scientific
  }
}
