/// How many columns of a terminal a character takes.
///
/// A terminal draws a whole grapheme cluster: `é` written with a combining accent takes one column,
/// a family emoji of seven scalars two. Wide are the blocks that Unicode's East Asian Width (UAX
/// 11) calls wide or fullwidth, and what is drawn as emoji.
enum DisplayWidth {
  static func columns(of text: String) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
  }

  /// 0, 1 or 2.
  static func columns(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    let isDrawnAsEmoji = scalars.count > 1 && scalars.contains { $0.value == 0xFE0F }
    return isDrawnAsEmoji ? 2 : scalars.map(columns(of:)).max() ?? 0
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide(scalar.value) || scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F,  // Hangul initials
      0x2329...0x232A,
      0x2E80...0x303E, 0x3041...0x3247, 0x3250...0xA4CF,  // CJK, kana, Yi
      0xA960...0xA97F, 0xAC00...0xD7A3,  // Hangul
      0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,  // compatibility, fullwidth
      0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,  // Tangut, Khitan, kana supplements
      0x1F200...0x1F265,  // enclosed ideographs
      0x20000...0x3FFFD:  // CJK extensions
      true
    default: false
    }
  }
}
