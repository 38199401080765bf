extension CanonicalJSON {
  /// On one line, without spaces: for lines of a log and for texts inside other formats.
  package var compactText: String {
    var text = ""
    write(to: &text, separator: ",", colon: ":")
    return text
  }

  /// For people: two spaces of indentation, one line for what fits in 96 columns and nests nothing.
  /// Ends with a line feed.
  package var prettyText: String {
    var text = ""
    writePretty(to: &text, indent: 0)
    text += "\n"
    return text
  }

  private func write(to text: inout String, separator: String, colon: String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value):
      if value.isFinite {
        text += value.description
      } else {
        text += "{\"nonfinite\"" + colon + "\"" + NumberText.of(value) + "\"}"
      }
    case .string(let value): CanonicalJSON.quote(value, to: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += separator }
        element.write(to: &text, separator: separator, colon: colon)
      }
      text += "]"
    case .members(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += separator }
        CanonicalJSON.quote(member.key, to: &text)
        text += colon
        member.value.write(to: &text, separator: separator, colon: colon)
      }
      text += "}"
    }
  }

  private func writePretty(to text: inout String, indent: Int) {
    let children: Int
    switch self {
    case .array(let elements): children = elements.count
    case .members(let members): children = members.count
    default: children = 0
    }
    if children == 0 || !nestsContainers {
      var line = ""
      write(to: &line, separator: ", ", colon: ": ")
      if children == 0 || indent + line.utf8.count <= 96 {
        text += line
        return
      }
    }
    let inner = String(repeating: " ", count: indent + 2)
    if case .array(let elements) = self {
      text += "["
      for (index, element) in elements.enumerated() {
        text += (index > 0 ? ",\n" : "\n") + inner
        element.writePretty(to: &text, indent: indent + 2)
      }
    } else if case .members(let members) = self {
      text += "{"
      for (index, member) in members.enumerated() {
        text += (index > 0 ? ",\n" : "\n") + inner
        CanonicalJSON.quote(member.key, to: &text)
        text += ": "
        member.value.writePretty(to: &text, indent: indent + 2)
      }
    }
    text += "\n" + String(repeating: " ", count: indent)
    if case .array = self { text += "]" } else { text += "}" }
  }

  private var isContainer: Bool {
    switch self {
    case .array, .members: return true
    default: return false
    }
  }

  private var nestsContainers: Bool {
    switch self {
    case .array(let elements): return elements.contains { $0.isContainer }
    case .members(let members): return members.contains { $0.value.isContainer }
    default: return false
    }
  }

  /// Only what JSON demands is escaped; everything else stays readable UTF-8.
  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    // Nearly every text needs no escape.
    if value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }) {
      text += value
      text += "\""
      return
    }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
