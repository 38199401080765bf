/// How reports spell numbers for people; exact digits stand in the bundle's tables.
package enum ReadableNumber {
  /// `number` with at most `digits` significant digits: "0.01235", "1.2346e-5", "nan", "inf", "-inf".
  package static func text(_ number: Double, digits: Int = 5) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    return DecimalText(number).rounded(significant: digits).readable
  }

  /// `number` with four digits, or as many as it takes to see on which side of a bound it lies; whole numbers below 10⁹
  /// with all of theirs.
  /// - Parameter margin: how far from the bound it is; nil where nobody knows.
  package static func text(_ number: Double, margin: Double?) -> String {
    if number == number.rounded(), number.magnitude < 1e9 { return text(number, digits: 9) }
    guard number.isFinite, let margin, margin.isFinite else { return text(number, digits: 4) }
    let all = 17
    if margin == 0 { return text(number, digits: all) }
    // Rounded at the first digit of the margin it moves by at most half of that.
    let needed = DecimalLogarithm.wholeDecade(number.magnitude) + 1 - DecimalLogarithm.wholeDecade(margin.magnitude)
    return text(number, digits: min(max(needed, 4), all))
  }

  /// `number` with a true minus sign before it, as figures write it.
  package static func typeset(_ number: String) -> String {
    number.hasPrefix("-") ? "−" + number.dropFirst() : number
  }

  /// A count with its thousands grouped: "25,450".
  package static func count(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `noun` in the number that `count` asks for: "1 claim", "2 claims".
  package static func counted(_ count: Int, _ noun: String) -> String {
    "\(self.count(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A length of time at the precision a waiting person wants: "0.4 s", "48 s", "3 min 20 s", "2 h 05 min", "3 d 4 h".
  package static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "?" }
    if seconds < 9.95 { return DecimalText(seconds).rounded(decimals: 1).plain() + " s" }
    let whole = Int(seconds.rounded())
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(twoDigits(whole % 60)) s"
    case ..<86400: return "\(whole / 3600) h \(twoDigits(whole % 3600 / 60)) min"
    default: return "\(whole / 86400) d \(whole % 86400 / 3600) h"
    }
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  /// A rate per second with a thousands letter: "12.3k", "0.52".
  package static func rate(_ number: Double) -> String {
    guard number.isFinite else { return "?" }
    for (unit, letter) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where number >= unit {
      return text(number / unit, digits: 3) + letter
    }
    return text(number, digits: 3)
  }
}
