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

  /// Prose as element content: escaped, and what stands between two backticks, on one line, as code.
  ///
  /// A backtick without a second one, and two with nothing between them, stay as they are.
  package static func prose(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "`") {
      let inside = rest[rest.index(after: open)...]
      result += escaped(String(rest[..<open]))
      guard let close = inside.firstIndex(of: "`"), close > inside.startIndex, !inside[..<close].contains(where: \.isNewline) else {
        result += "`"
        rest = inside
        continue
      }
      result += "<code>\(escaped(String(inside[..<close])))</code>"
      rest = inside[inside.index(after: close)...]
    }
    return result + escaped(String(rest))
  }

  /// Sentences under what stands in a cell, each a line of its own; nothing for those that are empty.
  static func notes(_ sentences: [String]) -> String {
    sentences.filter { !$0.isEmpty }.map { "<br><span class=\"note\">\(prose($0))</span>" }.joined()
  }
}
