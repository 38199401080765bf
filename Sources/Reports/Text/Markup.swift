/// Text as XML and HTML want it.
package enum Markup {
  /// `text` with the five special characters written as references, fit for element content and for quoted attributes.
  ///
  /// A character that XML 1.0 §2.2 forbids (most control characters, U+FFFE, U+FFFF) becomes U+FFFD, so that a name
  /// taken from an untrusted spec can neither end an element nor make the file unreadable.
  package static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      case "\r": break
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
