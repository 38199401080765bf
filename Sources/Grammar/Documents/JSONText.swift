/// A JSON value whose keys keep their order, and its text.
indirect enum JSONText {
  case string(String)
  case number(Double)
  case bool(Bool)
  case array([JSONText])
  case object([(String, JSONText)])

  static func strings(_ texts: [String]) -> JSONText { .array(texts.map(JSONText.string)) }

  /// Indented by two spaces; arrays of scalars on one line; ends with a line break.
  var text: String {
    var output = ""
    write(depth: 0, to: &output)
    return output + "\n"
  }

  private func write(depth: Int, to output: inout String) {
    switch self {
    case .string(let text): output += Self.quote(text)
    case .number(let x): output += canonicalNumber(x)
    case .bool(let flag): output += flag ? "true" : "false"
    case .array(let elements) where elements.allSatisfy(\.isScalar):
      output += "["
      for (index, element) in elements.enumerated() {
        output += index == 0 ? "" : ", "
        element.write(depth: depth, to: &output)
      }
      output += "]"
    case .array(let elements):
      Self.writeBlock("[", "]", elements.count, depth, to: &output) { index, output in
        elements[index].write(depth: depth + 1, to: &output)
      }
    case .object(let members) where members.isEmpty: output += "{}"
    case .object(let members):
      Self.writeBlock("{", "}", members.count, depth, to: &output) { index, output in
        output += Self.quote(members[index].0) + ": "
        members[index].1.write(depth: depth + 1, to: &output)
      }
    }
  }

  private static func writeBlock(
    _ open: String, _ close: String, _ count: Int, _ depth: Int, to output: inout String,
    _ element: (Int, inout String) -> Void
  ) {
    output += open
    for index in 0..<count {
      output += (index == 0 ? "\n" : ",\n") + String(repeating: "  ", count: depth + 1)
      element(index, &output)
    }
    output += "\n" + String(repeating: "  ", count: depth) + close
  }

  private var isScalar: Bool {
    switch self {
    case .string, .number, .bool: true
    case .array, .object: false
    }
  }

  private static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
