/// Numbers as text: the shortest decimals that read back to the same bits, and `nan`, `inf`, `-inf`.
package enum NumberText {
  /// The shortest text of a `Double`; a NaN of any sign and payload is `nan`.
  package static func of(_ x: Double) -> String {
    x.isNaN ? "nan" : x.description
  }

  /// The shortest text of a `Float`.
  package static func of(_ x: Float) -> String {
    x.isNaN ? "nan" : x.description
  }

  /// Reads `[+-] digits [. digits] [e [+-] digits]`, `nan`, `inf` and `-inf`, and nothing else.
  ///
  /// Returns nil for any other text, and for numbers too large for a `Double`.
  package static func double(_ text: some StringProtocol) -> Double? {
    switch text {
    case "nan": return .nan
    case "inf": return .infinity
    case "-inf": return -.infinity
    default:
      guard isDecimal(text.utf8), let value = Double(text), value.isFinite else { return nil }
      return value
    }
  }

  /// Whether the text is a decimal number; `.5` and `5.` count, an exponent without digits does not.
  package static func isDecimal<Text: Collection<UInt8>>(_ text: Text) -> Bool {
    var rest: Text.SubSequence = text[...]
    dropSign(&rest)
    var mantissa = dropDigits(&rest)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      mantissa += dropDigits(&rest)
    }
    guard mantissa > 0 else { return false }
    if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      dropSign(&rest)
      guard dropDigits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  private static func dropSign<Text: Collection<UInt8>>(_ rest: inout Text)
  where Text.SubSequence == Text {
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
  }

  /// Removes leading digits and says how many there were.
  private static func dropDigits<Text: Collection<UInt8>>(_ rest: inout Text) -> Int
  where Text.SubSequence == Text {
    var count = 0
    while let digit = rest.first, digit >= 0x30 && digit <= 0x39 {
      rest = rest.dropFirst()
      count += 1
    }
    return count
  }
}
