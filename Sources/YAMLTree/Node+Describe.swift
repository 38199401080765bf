import SourceDiagnostics

extension Node {
  /// The tree as an indented text, one line for each node: `key: kind line:column-line:column
  /// "text"`.
  ///
  /// Aliases are followed, so a value that is repeated is printed every time, with the places of
  /// the one time that it was written.
  package func describe(in sources: SourceMap) -> String {
    var lines: [String] = []
    describe(depth: 0, prefix: "", sources, into: &lines)
    return lines.map { $0 + "\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}": quoted += "\\u{\(String(scalar.value, radix: 16))}"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private func describe(depth: Int, prefix: String, _ sources: SourceMap, into lines: inout [String]) {
    let file = sources[range.file]
    let place = "\(file.position(of: range.lower))-\(file.position(of: range.upper))"
    let start = String(repeating: "  ", count: depth) + prefix
    switch content {
    case .scalar(let scalar) where scalar.isEmptyPlain:
      lines.append("\(start)nothing \(place)")
    case .scalar(let scalar):
      lines.append("\(start)\(scalar.style) \(place) \(Self.quoted(scalar.text))")
    case .sequence(let nodes):
      lines.append("\(start)list \(place)")
      for node in nodes { node.describe(depth: depth + 1, prefix: "- ", sources, into: &lines) }
    case .mapping(let entries):
      lines.append("\(start)mapping \(place)")
      for entry in entries {
        entry.value.describe(depth: depth + 1, prefix: "\(entry.key.value): ", sources, into: &lines)
      }
    }
  }
}
