/// What may stand at a place of a spec: plain data, from which decoding, resolution and every document follow.
package indirect enum TypeInfo: Sendable {
  /// A number or an expression for one; with `names`, one that can keep them and is evaluated where it lands.
  case number(NumberRange, unit: String?, names: KeptNames)
  case integer(NumberRange, unit: String?)
  case flag
  case text
  /// Anything at all, kept and never judged.
  case free
  case choice([String])
  /// The name of something declared elsewhere, dotted for its parts: `hidden`, `hidden.weight`.
  case name(role: String)
  /// An expression that keeps `names`, and what it must be worth.
  case expression(KeptNames, ExpressionKind)
  case list(of: TypeInfo, count: ClosedRange<Int>)
  /// A list, or one element written without brackets.
  case oneOrMany(of: TypeInfo)
  /// A mapping whose keys are names that the user chooses.
  case map(of: TypeInfo, role: String, dotted: Bool)
  case component(FamilyReference)
  /// A mapping of kinds to their options: several components of a family, each kind at most once.
  case several(FamilyReference)
  case record(RecordReference)
  case either(TypeInfo, TypeInfo)
  /// The `let` mapping: names and their expressions.
  case bindings
  /// The version of the language.
  case version([Int])

  /// What is expected, with its article: "an integer ≥ 1", "a mapping of layer names".
  package var expectation: String {
    switch self {
    case .number(let range, _, _): "a number" + spaced(range.phrase)
    case .integer(let range, _): "an integer" + spaced(range.phrase)
    case .flag: "`true` or `false`"
    case .text: "a text"
    case .free: "anything"
    case .choice(let words): words.count == 1 ? quoted(words) : "one of \(quoted(words))"
    case .name(let role): "the name of \(withArticle(role))"
    case .expression(let names, let kind): kind.expressionPhrase + (names.phrase.isEmpty ? "" : " of \(names.phrase)")
    case .list(let element, _): "a list, each element \(element.expectation)"
    case .oneOrMany(let element): "\(element.expectation), or a list of such"
    case .map(_, let role, _): "a mapping from \(role) names"
    case .component(let family):
      withArticle(family.info.name) + " (\(quoted(family.info.entries.map(\.kind), limit: 6)))"
    case .several(let family):
      "a mapping of one or more of \(quoted(family.info.entries.map(\.kind), limit: 8)) to their options"
    case .record(let record): "a mapping of \(quoted(record.info.fields.keyNames, limit: 6))"
    case .either(let a, let b): a.expectation + ", or " + b.expectation
    case .bindings: "a mapping of names to expressions"
    case .version: "the version of the language"
    }
  }

  private func spaced(_ phrase: String) -> String { phrase.isEmpty ? "" : " " + phrase }
}

/// "a layer", "an activation".
func withArticle(_ noun: String) -> String {
  let vowel = noun.first.map { "aeiouAEIOU".contains($0) } ?? false
  return (vowel ? "an " : "a ") + noun
}

extension ExpressionKind {
  fileprivate var expressionPhrase: String {
    switch self {
    case .number, .text, .unknown: "an expression"
    case .truth: "a comparison"
    case .list: "a list expression"
    }
  }
}

/// A family named from inside a declaration; looked up when used, so families can contain one another and
/// themselves.
package struct FamilyReference: Sendable {
  private let lookUp: @Sendable () -> FamilyInfo

  init(_ lookUp: @escaping @Sendable () -> FamilyInfo) { self.lookUp = lookUp }

  /// The family.
  package var info: FamilyInfo { lookUp() }
}

/// A record named from inside a declaration; looked up when used.
package struct RecordReference: Sendable {
  private let lookUp: @Sendable () -> RecordInfo

  init(_ lookUp: @escaping @Sendable () -> RecordInfo) { self.lookUp = lookUp }

  /// The record.
  package var info: RecordInfo { lookUp() }
}
