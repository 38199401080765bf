/// How wide a text is likely to be in whatever sans-serif font the viewer has.
///
/// Widths are those of common sans-serif faces, rounded up to the wider ones (DejaVu Sans), since an SVG file cannot
/// measure its reader's fonts.
enum TextExtent {
  /// Width in pixels of `text` at `size` pixels.
  static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + share(of: $1) } * size
  }

  private static func share(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", ".", ",", ";", ":", "'", "|", "!", " ", "(", ")", "[", "]", "t", "f", "r": 0.38
    case "m", "w", "M", "W", "@", "%": 0.95
    case "A"..."Z", "=", "+", "<", ">", "−", "×", "≥", "≤": 0.72
    case "0"..."9": 0.62
    case "\u{1100}"..."\u{115F}", "\u{2E80}"..."\u{A4CF}", "\u{AC00}"..."\u{D7A3}", "\u{F900}"..."\u{FAFF}",
      "\u{FF00}"..."\u{FF60}", "\u{1F300}"..."\u{1FAFF}":
      1.05
    default: 0.6
    }
  }

  /// `text`, or its longest beginning that fits `width` with an ellipsis after it.
  static func fitted(_ text: String, size: Double, width: Double) -> String {
    let room = width / size
    let mark = "…"
    let markRoom = room - self.width(mark, size: 1)
    var used = 0.0
    var kept = text.startIndex
    for index in text.indices {
      if used <= markRoom { kept = index }
      used += self.width(String(text[index]), size: 1)
      guard used > room else { continue }
      var beginning = text[..<kept]
      while beginning.last == " " { beginning.removeLast() }
      return beginning + mark
    }
    return text
  }

  /// The one or two lines of a figure's title: bold, 15 pixels, in bold faces an eighth wider.
  ///
  /// What follows the last colon, which tells the figures of one experiment apart, stays whole in a title that is too long.
  static func titleLines(_ text: String, width: Double) -> [String] {
    let size = 15 * 1.125
    let whole = broken(text, size: size, width: width, limit: 2)
    guard let last = whole.last, self.width(last, size: size) > width,
      let colon = text.indices.last(where: { text[$0...].hasPrefix(": ") })
    else { return whole.map { fitted($0, size: size, width: width) } }
    let name = String(text[colon...])
    let room = width - self.width(name, size: size)
    let before = broken(String(text[..<colon]), size: size, width: width, limit: 2)
    guard room > width / 2, let end = before.last else { return whole.map { fitted($0, size: size, width: width) } }
    return before.dropLast().map { fitted($0, size: size, width: width) } + [fitted(end, size: size, width: room) + name]
  }

  /// `text` broken at spaces into at most `limit` lines no wider than `width`; the last one is cut to fit.
  static func lines(_ text: String, size: Double, width: Double, limit: Int) -> [String] {
    broken(text, size: size, width: width, limit: limit).map { fitted($0, size: size, width: width) }
  }

  /// `text` broken at spaces into at most `limit` lines, the last of which has all that is left.
  private static func broken(_ text: String, size: Double, width: Double, limit: Int) -> [String] {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    var lines: [String] = []
    for (index, word) in words.enumerated() {
      guard let last = lines.last else {
        lines.append(word)
        continue
      }
      if self.width(last + " " + word, size: size) <= width {
        lines[lines.count - 1] = last + " " + word
      } else if lines.count < limit {
        lines.append(word)
      } else {
        lines[lines.count - 1] = ([last] + words[index...]).joined(separator: " ")
        break
      }
    }
    return lines
  }
}
