import SourceDiagnostics

/// Spellings that readers of YAML, of other languages or of other countries take for different numbers.
/// Where a number is expected they are refused, with both meanings said.
enum NumberTrap {
  /// Words that YAML 1.1 reads as truth values.
  private static let truthWords = ["yes", "no", "on", "off"]

  /// A trap that the whole text of a scalar forms: `12:30`, `1,000`, `2026-01-01`, `yes`, `.inf`.
  ///
  /// `names` are the names that the document declares; a declared name is never a trap.
  static func problem(inWhole text: String, names: NameSet) -> ExpressionProblem? {
    let bytes = Array(text.utf8)
    let lower = bytes.firstIndex { $0 != 32 } ?? 0
    let upper = bytes.lastIndex { $0 != 32 }.map { $0 + 1 } ?? 0
    guard lower < upper else { return nil }
    let span = lower..<upper
    let trimmed = String(decoding: bytes[span], as: UTF8.self)
    if names.contains(trimmed) { return nil }
    let word = trimmed.lowercased()
    if truthWords.contains(word) { return truthWord(trimmed, word, span) }
    if ["nan", "inf", "infinity"].contains(word.drop { "+-.".contains($0) }) {
      return ExpressionProblem(.notFinite, "numbers here are finite, not `\(trimmed)`", at: span)
    }
    return sexagesimal(trimmed, span) ?? date(trimmed, span) ?? thousands(trimmed, span)
  }

  private static func truthWord(_ text: String, _ word: String, _ span: Range<Int>) -> ExpressionProblem {
    let truth = word == "yes" || word == "on" ? "true" : "false"
    return ExpressionProblem(
      .ambiguousNumber, "`\(text)` is not a number", at: span, label: "`\(truth)`, or a name?",
      help: "YAML 1.1 reads `\(text)` as `\(truth)`, others as a text: write the number that is meant, "
        + "or declare a name for it in `let`")
  }

  private static func sexagesimal(_ text: String, _ span: Range<Int>) -> ExpressionProblem? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let whole = decimals(parts) else { return nil }
    let value = whole.reduce(0) { $0 * 60 + $1 }
    let ratio = parts.count == 2 && whole[1] != 0
    let other = ratio ? "a ratio, `\(whole[0])/\(whole[1])`" : "a time of day"
    let help = "write `\(canonicalNumber(value))`" + (ratio ? " or `\(parts[0])/\(parts[1])`" : "")
    return ExpressionProblem(
      .ambiguousNumber, "`\(text)` can be read in two ways", at: span,
      label: "\(canonicalNumber(value)) in base 60, or \(other.replacing(".0", with: ""))?", help: help)
  }

  private static func date(_ text: String, _ span: Range<Int>) -> ExpressionProblem? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], let numbers = decimals(parts) else { return nil }
    let value = canonicalNumber(numbers[0] - numbers[1] - numbers[2])
    return ExpressionProblem(
      .ambiguousNumber, "`\(text)` can be read in two ways", at: span, label: "a date, or the difference \(value)?",
      help: "write `\(value)` for the difference; a date is not a number")
  }

  private static func thousands(_ text: String, _ span: Range<Int>) -> ExpressionProblem? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count > 1, decimals(parts) != nil else { return nil }
    let joined = parts.joined()
    let decimal = parts.count == 2 ? "`\(parts[0]).\(parts[1])`" : "a list of \(parts.count) numbers"
    return ExpressionProblem(
      .ambiguousNumber, "`\(text)` can be read in two ways", at: span, label: "`\(joined)`, or \(decimal)?",
      help: "write `\(joined)` or \(decimal)")
  }

  /// A trap inside an expression's number: `017`, `1_000`, `0x1F`, `0o17`.
  static func problem(inNumberAt start: Int, of text: [UInt8]) -> ExpressionProblem? {
    var end = start
    while end < text.count, isWordPart(text[end]) || text[end] == UInt8(ascii: ".") { end += 1 }
    let word = String(decoding: text[start..<end], as: UTF8.self)
    let span = start..<end
    if let (base, digits) = prefixed(word), let value = Int(digits, radix: base) {
      return ExpressionProblem(
        .ambiguousNumber, "`\(word)` is not a decimal number", at: span,
        label: "\(value) in base \(base), or a text?", help: "write `\(value)`", replacement: "\(value)")
    }
    if word.contains("_"), word.first?.isNumber == true, word.allSatisfy({ $0.isNumber || $0 == "_" || $0 == "." }) {
      let plain = word.filter { $0 != "_" }
      return ExpressionProblem(
        .ambiguousNumber, "`\(word)` can be read in two ways", at: span, label: "`\(plain)`, or a text?",
        help: "write `\(plain)`", replacement: plain)
    }
    guard word.count > 1, word.first == "0", word.allSatisfy(\.isNumber), let decimal = Int(word) else { return nil }
    return leadingZero(word, decimal, span)
  }

  private static func leadingZero(_ word: String, _ decimal: Int, _ span: Range<Int>) -> ExpressionProblem {
    let octal = Int(word, radix: 8)
    if octal == decimal {
      return ExpressionProblem(
        .ambiguousNumber, "`\(word)` has a leading zero, which means octal to some readers", at: span,
        help: "write `\(decimal)`", replacement: "\(decimal)")
    }
    let other = octal.map { "octal \($0)" } ?? "an octal number with a wrong digit"
    let help = "write `\(decimal)`" + (octal.map { " or `\($0)`" } ?? "")
    return ExpressionProblem(
      .ambiguousNumber, "`\(word)` can be read in two ways", at: span, label: "decimal \(decimal), or \(other)?",
      help: help)
  }

  private static func prefixed(_ word: String) -> (base: Int, digits: Substring)? {
    for (prefix, base) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.lowercased().hasPrefix(prefix) {
      return (base, word.dropFirst(2))
    }
    return nil
  }

  private static func decimals(_ parts: [Substring]) -> [Double]? {
    var numbers: [Double] = []
    for part in parts {
      guard !part.isEmpty, part.utf8.allSatisfy({ (48...57).contains($0) }), let x = Double(part) else { return nil }
      numbers.append(x)
    }
    return numbers
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
  }
}
