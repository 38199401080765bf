/// Values put in quotes, and shortened to be shown in a sentence.
enum Quoting {
  private static let shownLimit = 60

  /// The text as a quoted YAML scalar: in double quotes when nothing needs an escape there, else in
  /// single ones.
  static func quoted(_ text: String) -> String {
    if !text.contains("\""), !text.contains("\\") { return "\"\(text)\"" }
    var quoted = "'"
    for character in text {
      quoted += character == "'" ? "''" : String(character)
    }
    return quoted + "'"
  }

  /// The text on one line, cut in the middle when it is long.
  static func short(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard line.count > shownLimit else { return line }
    return line.prefix(shownLimit / 2) + "…" + line.suffix(shownLimit / 2 - 1)
  }

  /// Whether there are as many opening as closing parentheses.
  static func isBalanced(_ text: String) -> Bool {
    text.count { $0 == "(" } == text.count { $0 == ")" }
  }
}
