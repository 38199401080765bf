extension TypeInfo {
  /// Texts that are wrong here by their type, as flow YAML; for laws over all declarations.
  package var wrongTexts: [String] {
    switch self {
    case .number: ["[1, 2]", "{a: 1}", "true", "1 +", "yes", "017", "no_such_name"]
    case .integer: ["[1, 2]", "{a: 1}", "false", "2 *", "1_000", "no_such_name"]
    case .flag: ["[true]", "{a: 1}", "yes", "3"]
    case .text: ["[a]", "{a: b}"]
    case .free: []
    case .choice: ["[a]", "{a: 1}", "no_such_word"]
    case .name: ["[a, b]", "{a: 1}", "a/b"]
    case .expression(_, let kind): ["{a: 1}", "1 +", "(2"] + (kind == .truth ? ["1"] : [])
    case .list(let element, _): ["{a: 1}"] + element.wrongTexts.map { "[\($0)]" }
    case .oneOrMany(let element): element.wrongTexts.filter { !$0.hasPrefix("[") }
    case .map, .bindings: ["[1]", "7"]
    case .component(let family): family.info.wrongTexts
    case .several: ["[1]", "no_such_kind", "{no_such_kind: 1}"]
    case .record(let record): record.info.fields.shorthand == .none ? ["[[1]]"] : []
    case .either(let a, let b): a.wrongTexts.filter(b.wrongTexts.contains)
    case .version: ["2.5", "0", "[1]"]
    }
  }

  /// Texts of the right type whose value is not allowed here.
  package var outOfRangeTexts: [String] {
    switch self {
    case .number(let range, _, _): range.outsideTexts
    case .integer(let range, _): range.outsideTexts + (range.contains(2.5) ? ["2.5"] : [])
    case .list(let element, let count):
      element.outOfRangeTexts.filter { _ in count.contains(1) }.map { "[\($0)]" } + (count.lowerBound > 0 ? ["[]"] : [])
    case .oneOrMany(let element): element.outOfRangeTexts
    case .flag, .text, .free, .choice, .name, .expression, .map, .component, .several, .record, .either, .bindings,
      .version:
      []
    }
  }
}

extension FamilyInfo {
  fileprivate var wrongTexts: [String] {
    ["no_such_kind", "{no_such_kind: {}}"] + (sequenceKind == nil ? ["[1]"] : [])
  }
}
