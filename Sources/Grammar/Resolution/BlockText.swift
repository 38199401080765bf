/// The layout of canonical YAML: mappings in blocks of two spaces, lists of scalars on one line, other lists in
/// blocks.
enum BlockText {
  static func text(_ spelling: Spelling) -> String {
    var lines: [String] = []
    switch spelling.content {
    case .mapping(let entries) where !entries.isEmpty: write(entries, 0, &lines)
    case .sequence(let elements) where !isInline(spelling): write(elements, 0, &lines)
    default: lines.append(FlowText.text(spelling, inFlow: false))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func write(_ entries: [(key: String, value: Spelling)], _ depth: Int, _ lines: inout [String]) {
    let indent = String(repeating: "  ", count: depth)
    for (key, value) in entries {
      let head = indent + ScalarText.yaml(key, inFlow: false) + ":"
      if isInline(value) {
        lines.append(head + " " + FlowText.text(value, inFlow: false))
        continue
      }
      lines.append(head)
      switch value.content {
      case .mapping(let inner): write(inner, depth + 1, &lines)
      case .sequence(let elements): write(elements, depth + 1, &lines)
      case .scalar: break
      }
    }
  }

  private static func write(_ elements: [Spelling], _ depth: Int, _ lines: inout [String]) {
    let indent = String(repeating: "  ", count: depth)
    for element in elements {
      if isInline(element) {
        lines.append(indent + "- " + FlowText.text(element, inFlow: false))
        continue
      }
      let start = lines.count
      switch element.content {
      case .mapping(let inner): write(inner, depth + 1, &lines)
      case .sequence(let inner): write(inner, depth + 1, &lines)
      case .scalar: break
      }
      lines[start] = indent + "- " + lines[start].dropFirst(indent.count + 2)
    }
  }

  /// Scalars, empty collections and lists of scalars stand on the line of their key.
  private static func isInline(_ spelling: Spelling) -> Bool {
    switch spelling.content {
    case .scalar: true
    case .sequence(let elements): elements.allSatisfy(\.isScalar)
    case .mapping(let entries): entries.isEmpty
    }
  }
}

/// Everything on one line.
enum FlowText {
  static func text(_ spelling: Spelling, inFlow: Bool = true) -> String {
    switch spelling.content {
    case .scalar(let text): ScalarText.yaml(text, inFlow: inFlow)
    case .sequence(let elements): "[" + elements.map { text($0) }.joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { ScalarText.yaml($0.key, inFlow: true) + ": " + text($0.value) }.joined(separator: ", ") + "}"
    }
  }
}
