/// A JSON array with one object for each diagnostic, one on a line.
///
/// Keys: `code`, `severity`, `message`, `file`, `line`, `column`, `end_line`, `end_column`, `help`,
/// `path`, `related`, `fix`. Lines and columns count from 1, columns in Unicode scalars; the end is
/// the place behind the last character.
package enum JSONRenderer {
  package static func render(_ list: [Diagnostic], _ sources: SourceMap) -> String {
    guard !list.isEmpty else { return "[]\n" }
    return "[\n" + list.map { "  " + object($0, sources) }.joined(separator: ",\n") + "\n]\n"
  }

  private static func object(_ diagnostic: Diagnostic, _ sources: SourceMap) -> String {
    let related = diagnostic.related.map { label in
      object([("message", string(label.text))] + place(label.range, sources))
    }
    let fix = diagnostic.fix.map { edit in
      object(place(edit.range, sources) + [("replacement", string(edit.replacement))])
    }
    return object(
      [
        ("code", string(diagnostic.code.rawValue)),
        ("severity", string(diagnostic.severity.rawValue)),
        ("message", string(diagnostic.message)),
      ] + place(diagnostic.primary.range, sources) + [
        ("help", diagnostic.help.map(string) ?? "null"),
        ("path", diagnostic.path.map { string($0.description) } ?? "null"),
        ("related", "[" + related.joined(separator: ", ") + "]"),
        ("fix", fix ?? "null"),
      ])
  }

  private static func place(_ range: SourceRange, _ sources: SourceMap) -> [(String, String)] {
    let file = sources[range.file]
    let (start, end) = (file.position(of: range.lower), file.position(of: range.upper))
    return [
      ("file", string(file.name)),
      ("line", String(start.line)), ("column", String(start.column)),
      ("end_line", String(end.line)), ("end_column", String(end.column)),
    ]
  }

  private static func object(_ pairs: [(String, String)]) -> String {
    "{" + pairs.map { "\(string($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
  }

  /// A JSON string (RFC 8259, section 7).
  private static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<" ", "\u{7F}":
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
