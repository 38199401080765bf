import SourceDiagnostics
import YAMLTree

extension FormDecoder {
  // MARK: Expressions

  /// A number, or whatever an expression may be worth at a place.
  mutating func decodeExpression(_ node: Node, _ type: TypeInfo, _ path: SpecPath) -> Form {
    guard let scalar = node.scalar, !scalar.isEmptyPlain else { return wrongType(node, type, path) }
    if type.isNumber, scalar.isPlain, let word = Self.otherType(scalar.text) {
      return wrongType(node, type, path, help: word)
    }
    return readExpression(node, scalar, trapped: type.isNumber, path)
  }

  /// Plain words that mean something that is not a number.
  private static func otherType(_ text: String) -> String? {
    switch text.lowercased() {
    case "true": "write `1` if the number is meant"
    case "false": "write `0` if the number is meant"
    case "null", "~": "leave the key out for the default"
    default: nil
    }
  }

  mutating func readExpression(_ node: Node, _ scalar: Scalar, trapped: Bool, _ path: SpecPath) -> Form {
    do throws(ExpressionProblem) {
      if trapped, let trap = NumberTrap.problem(inWhole: scalar.text, names: names) { throw trap }
      let expression = try ExpressionParser.parse(scalar.text, hyphenated: hyphenated) {
        node.range(of: $0, in: scalar)
      }
      return Form(.expression(expression, written: scalar.text), at: node.range)
    } catch {
      let range = node.range(of: error.span, in: scalar)
      let isExact = range != node.range || error.span == 0..<scalar.text.utf8.count
      let fix = isExact ? error.replacement.map { Edit(range, $0) } : nil
      report(
        Diagnostic(error.code, error.message, at: range, label: error.label, path: path, help: error.help, fix: fix))
      return broken(node)
    }
  }

  // MARK: Words

  mutating func decodeFlag(_ node: Node, _ type: TypeInfo, _ path: SpecPath) -> Form {
    guard let scalar = node.scalar, !scalar.isEmptyPlain else { return wrongType(node, type, path) }
    switch scalar.text {
    case "true": return Form(.flag(true), at: node.range)
    case "false": return Form(.flag(false), at: node.range)
    default: break
    }
    let text = scalar.text.lowercased()
    let meant =
      ["true", "yes", "on", "y"].contains(text) ? "true" : ["false", "no", "off", "n"].contains(text) ? "false" : nil
    if let meant, !names.contains(scalar.text) {
      _ = wrongType(node, type, path, help: "write `\(meant)`")
      return broken(node)
    }
    if isUndeclaredWord(scalar.text) || Double(scalar.text) != nil { return wrongType(node, type, path) }
    return readExpression(node, scalar, trapped: false, path)
  }

  mutating func decodeText(_ node: Node, _ type: TypeInfo, _ path: SpecPath) -> Form {
    guard let scalar = node.scalar, !scalar.isEmptyPlain else { return wrongType(node, type, path) }
    return Form(.text(scalar.text), at: node.range)
  }

  mutating func decodeChoice(_ node: Node, _ words: [String], _ type: TypeInfo, _ path: SpecPath) -> Form {
    guard let scalar = node.scalar, !scalar.isEmptyPlain else { return wrongType(node, type, path) }
    if words.contains(scalar.text) { return Form(.text(scalar.text), at: node.range) }
    let near = spellingHelp(for: scalar.text, among: words)
    return wrongType(node, type, path, help: near)
  }

  mutating func decodeName(_ node: Node, _ type: TypeInfo, _ path: SpecPath) -> Form {
    guard let scalar = node.scalar, !scalar.isEmptyPlain else { return wrongType(node, type, path) }
    if let reason = NameRule.problem(scalar.text, dotted: true) {
      report(
        Diagnostic(.invalidName, "`\(scalar.text)` is not a name: \(reason)", at: node.range, path: path))
      return broken(node)
    }
    return Form(.text(scalar.text), at: node.range)
  }

  mutating func decodeVersion(_ node: Node, _ supported: [Int], _ path: SpecPath) -> Form {
    let known = supported.map(String.init)
    guard let scalar = node.scalar, let version = Int(scalar.text), supported.contains(version) else {
      let newest = known.last ?? "1"
      report(
        Diagnostic(
          .languageVersion,
          "this program reads version \(known.joined(separator: ", ")) of the language, not "
            + node.description, at: node.range, label: "unknown version", path: path, help: "write `\(newest)`"))
      return broken(node)
    }
    return Form(.number(Double(version)), at: node.range)
  }

  // MARK: Words that nothing declares

  /// A single word that no `let` declares: where a kind or a keyword could stand, it is rather a misspelling.
  func isUndeclaredWord(_ text: String) -> Bool {
    NameRule.problem(text, dotted: true) == nil && !names.contains(text)
  }
}

extension TypeInfo {
  /// Whether only a number can stand here, so that spellings of other things can be told.
  var isNumber: Bool {
    switch self {
    case .number, .integer: true
    case .expression(_, let kind): kind == .number
    default: false
    }
  }
}
