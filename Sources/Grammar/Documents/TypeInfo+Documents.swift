extension TypeInfo {
  /// For tables of fields: "number ≥ 0", "list of names of layers", "[activation](#activation)".
  /// - Parameter link: how the name of a family or record is shown.
  func documentation(link: (_ name: String, _ isFamily: Bool) -> String) -> String {
    switch self {
    case .number(let range, let unit, let names):
      Self.joined("number", range, unit) + (names.phrase.isEmpty ? "" : ", may use \(names.phrase)")
    case .integer(let range, let unit): Self.joined("integer", range, unit)
    case .flag: "`true` or `false`"
    case .text: "text"
    case .free: "anything"
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .name(let role): "name of \(withArticle(role))"
    case .expression(let names, let kind): Self.expression(names, kind)
    case .list(let element, let count): "list of \(Self.amount(count))\(element.documentation(link: link))"
    case .oneOrMany(let element): element.documentation(link: link) + ", or a list of such"
    case .map(let element, let role, _): "mapping of \(role) names to: " + element.documentation(link: link)
    case .component(let family): link(family.info.name, true)
    case .several(let family): "one or more kinds of " + link(family.info.name, true)
    case .record(let record): link(record.info.name, false)
    case .either(let a, let b): a.documentation(link: link) + ", or " + b.documentation(link: link)
    case .bindings: "mapping of names to expressions"
    case .version(let supported): supported.map { "`\($0)`" }.joined(separator: ", ")
    }
  }

  private static func joined(_ noun: String, _ range: NumberRange, _ unit: String?) -> String {
    noun + (range.phrase.isEmpty ? "" : " " + range.phrase) + (unit.map { " (\($0))" } ?? "")
  }

  private static func expression(_ names: KeptNames, _ kind: ExpressionKind) -> String {
    let noun = kind == .truth ? "comparison" : "expression"
    return names.phrase.isEmpty ? noun : "\(noun) of \(names.phrase)"
  }

  private static func amount(_ count: ClosedRange<Int>) -> String {
    switch (count.lowerBound, count.upperBound) {
    case (0, Int.max): ""
    case (let a, Int.max): "at least \(a): "
    case (let a, let b) where a == b: "\(a): "
    case (let a, let b): "\(a) to \(b): "
    }
  }
}

extension FieldInfo {
  /// "required", "`0.01`", "none".
  var defaultText: String {
    switch necessity {
    case .required: "required"
    case .optional(let text): "`\(text)`"
    case .maybe: "none"
    }
  }
}

extension FieldsInfo {
  /// How it can be written shorter, as sentences; empty when it cannot.
  func shortForms(kind: String?) -> [String] {
    switch shorthand {
    case .none: []
    case .field(let name): [kind.map { "Short: `{\($0): \(name)}`." } ?? "Short: the value of `\(name)` alone."]
    case .positional:
      [kind.map { "Short: `{\($0): [\(keyNames.joined(separator: ", "))]}`." } ?? "Short: the values in order."]
    }
  }
}
