/// A scalar as YAML text: plain where our reader gets the same text back, double-quoted otherwise.
///
/// The reader decides by the expected type what a plain text means, so `no`, `017` and `1e-3` need no quotes.
enum ScalarText {
  static func yaml(_ text: String, inFlow: Bool) -> String {
    isPlain(text, inFlow: inFlow) ? text : quote(text)
  }

  private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
    if first == " " || last == " " || last == ":" { return false }
    if "!&*|>%@`\"'#,[]{}".unicodeScalars.contains(first) { return false }
    if text == "---" || text == "..." || text.hasPrefix("--- ") || text.hasPrefix("... ") { return false }
    var previous: Unicode.Scalar = " "
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if !isPrintable(scalar) { return false }
      if index == 1, previous == "-" || previous == "?" || previous == ":", scalar == " " { return false }
      if previous == ":", scalar == " " || inFlow { return false }
      if scalar == "#", previous == " " { return false }
      if inFlow, ",[]{}?".unicodeScalars.contains(scalar) { return false }
      previous = scalar
    }
    return !["-", "?", ":", "<<", "="].contains(text)
  }

  private static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      case _ where isPrintable(scalar): quoted.unicodeScalars.append(scalar)
      default: quoted += escape(scalar.value)
      }
    }
    return quoted + "\""
  }

  private static func escape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    let width = value <= 0xFF ? 2 : value <= 0xFFFF ? 4 : 8
    let letter = width == 2 ? "x" : width == 4 ? "u" : "U"
    return "\\" + letter + String(repeating: "0", count: width - digits.count) + digits
  }

  /// Characters that YAML carries as they are, without line breaks and the byte-order mark.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
