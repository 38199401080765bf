/// One line of the table that `make_reference.py` writes: `name argument… value rest`.
package struct ExactValue: Sendable {
  package let name: String
  package let arguments: [Double]
  /// The correctly rounded value.
  package let value: Double
  /// exact − value, in units of the value's last place.
  package let rest: Double

  /// The line's content, or nil if it is not of this form. Numbers are the 16 hexadecimal digits of a
  /// double, the rest is in units of 1/4096.
  package init?(_ line: some StringProtocol) {
    let words = line.split(separator: " ")
    guard words.count >= 4, let rest = Double(words[words.count - 1]) else { return nil }
    var numbers: [Double] = []
    for word in words[1..<(words.count - 1)] {
      guard let pattern = UInt64(word, radix: 16) else { return nil }
      numbers.append(Double(bitPattern: pattern))
    }
    name = String(words[0])
    value = numbers.removeLast()
    arguments = numbers
    self.rest = rest / 4096
  }

  /// The error of a result in units of the last place; infinite if it is of the wrong kind or sign.
  package func error(of result: Double) -> Double {
    if result.bitPattern == value.bitPattern { return abs(rest) }
    guard result.isFinite, value.isFinite, result.sign == value.sign else { return .infinity }
    return abs((result - value) / max(value.ulp, Double.leastNonzeroMagnitude) - rest)
  }
}
