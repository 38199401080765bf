/// What the terminal can show, decided by the command and not here.
package struct TerminalStyle: Sendable, Equatable {
  /// Whether colours are wanted.
  package let hasColor: Bool
  /// Whether only ASCII may be written and no control sequences but the carriage return.
  package let isPlain: Bool
  /// Columns of a line.
  package let width: Int

  /// - Parameters:
  ///   - width: columns; values below 20 count as 20.
  package init(hasColor: Bool = false, isPlain: Bool = false, width: Int = 80) {
    self.hasColor = hasColor && !isPlain
    self.isPlain = isPlain
    self.width = max(width, 20)
  }

  enum Tone: String {
    case good = "32"
    case bad = "31"
    case open = "33"
    case faint = "2"
    case strong = "1"
  }

  /// `text` in a tone, if colours are wanted.
  func toned(_ text: String, _ tone: Tone) -> String {
    hasColor ? "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// `text` safe to write: no control characters (a title must not move the cursor), and with `isPlain` no character
  /// outside ASCII.
  func clean(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        result += isPlain ? "?" : "\u{FFFD}"
      default:
        if isPlain, !scalar.isASCII { result += "?" } else { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }

  /// `text` cut to `columns`, with an ellipsis where something is missing.
  func fitted(_ text: String, columns: Int) -> String {
    guard DisplayWidth.of(text) > columns else { return text }
    let mark = isPlain ? "..." : "…"
    var kept = ""
    var used = DisplayWidth.of(mark)
    for character in text {
      used += DisplayWidth.of(String(character))
      if used > columns { break }
      kept.append(character)
    }
    return kept + mark
  }

  /// `text` broken at spaces into lines of at most `columns`; a longer word keeps its line to itself.
  func wrapped(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, DisplayWidth.of(last) + 1 + DisplayWidth.of(String(word)) <= columns {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
