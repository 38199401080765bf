import SourceDiagnostics

/// One key of a mapping, as data.
package struct FieldInfo: Sendable {
  /// What happens when it is left out.
  package enum Necessity: Sendable, Equatable {
    case required
    /// Left out, it has this value, written as in a spec.
    case optional(default: String)
    /// Left out, there is no value.
    case maybe
  }

  /// The key.
  package let name: String
  /// What may stand behind it.
  package let type: TypeInfo
  /// Whether it can be left out.
  package let necessity: Necessity
  /// One sentence.
  package let summary: String
  /// Its keys, the kinds of its family or names that the user chooses, stand directly among the keys of the mapping.
  package let isInline: Bool
  /// What other programs call it: never accepted, and answered with its name.
  package let alsoKnownAs: [String]
  /// Words that other programs take as its value, and what is written instead.
  package let instead: [String: String]

  /// What is asked of who wrote another program's word for it.
  var question: String { "did you mean `\(name)`? \(summary)" }
}

/// What holds between the keys of one mapping.
package enum FieldGroup: Sendable, Equatable {
  /// One of these is given, not two.
  case exactlyOne([String])
  /// Not two of these are given.
  case atMostOne([String])
  /// The numbers of these increase strictly in this order, as far as they are given.
  case increasing([String])
  /// All of these are given, unless one of the others is.
  case needed([String], unless: [String])

  /// One of these is given, not two.
  package static func exactlyOne(_ names: String...) -> FieldGroup { .exactlyOne(names) }
  /// Not two of these are given.
  package static func atMostOne(_ names: String...) -> FieldGroup { .atMostOne(names) }
  /// The numbers of these increase strictly in this order.
  package static func increasing(_ names: String...) -> FieldGroup { .increasing(names) }

  /// All of these are given, unless one of the others is.
  package static func needed(_ names: String..., unless others: String...) -> FieldGroup { .needed(names, unless: others) }

  /// The fields that the rule is about.
  package var names: [String] {
    switch self {
    case .exactlyOne(let names), .atMostOne(let names), .increasing(let names): names
    case .needed(let names, let others): names + others
    }
  }

  /// For documents: "give `std` or `variance`, not both".
  package var sentence: String {
    let listed = names.map { "`\($0)`" }
    switch self {
    case .exactlyOne: return "Give \(listed.joined(separator: " or ")), and only one."
    case .atMostOne: return "Give at most one of \(listed.joined(separator: ", "))."
    case .increasing: return listed.joined(separator: " < ") + "."
    case .needed(let names, _):
      let verb = names.count == 1 ? "is" : "are"
      return listed[..<names.count].joined(separator: " and ") + " \(verb) required without "
        + listed[names.count...].joined(separator: " or ") + "."
    }
  }
}

/// How a component or record can be written without the names of its fields.
package enum Shorthand: Sendable, Equatable {
  case none
  /// The value of this field alone: `{every: 10}`.
  case field(String)
  /// The values of the fields in order: `{linspace: [-1, 1, 40]}`.
  case positional
}

/// The keys of one kind of mapping, in declared order, and what holds between them.
package struct FieldsInfo: Sendable {
  /// In declared order.
  package let list: [FieldInfo]
  /// The rules between them.
  package let groups: [FieldGroup]
  /// How they can be written without their names.
  package let shorthand: Shorthand

  init(_ list: [FieldInfo], _ groups: [FieldGroup], _ shorthand: Shorthand, of owner: String) {
    let names = list.map(\.name)
    precondition(Set(names).count == names.count, "the fields of `\(owner)` have different names")
    let words = list.flatMap { [$0.name] + $0.alsoKnownAs }
    precondition(Set(words).count == words.count, "no word is known for two fields of `\(owner)`")
    precondition(list.count(where: \.isInline) <= 1, "`\(owner)` has at most one inline field")
    for name in groups.flatMap(\.names) {
      precondition(names.contains(name), "`\(owner)` has no field `\(name)` to make a rule for")
    }
    if case .field(let name) = shorthand {
      precondition(names.contains(name), "`\(owner)` has no field `\(name)` to be its shorthand")
    }
    self.list = list
    self.groups = groups
    self.shorthand = shorthand
  }

  func index(of name: String) -> Int? { list.firstIndex { $0.name == name && !$0.isInline } }

  /// The field that other programs call so.
  func field(alsoKnownAs word: String) -> FieldInfo? { list.first { $0.alsoKnownAs.contains { isSameWord($0, word) } } }

  var inlineIndex: Int? { list.firstIndex(where: \.isInline) }

  /// The family whose kinds stand among the keys, if there is one.
  var inlineFamily: FamilyInfo? {
    guard let inlineIndex, case .component(let family) = list[inlineIndex].type else { return nil }
    return family.info
  }

  /// What values under names that the user chooses are, where such names stand among the keys.
  var openNames: (element: TypeInfo, role: String, dotted: Bool)? {
    guard let inlineIndex, case .map(let element, let role, let dotted) = list[inlineIndex].type else { return nil }
    return (element, role, dotted)
  }

  /// The names of the keys in declared order, without the inline component.
  package var keyNames: [String] { list.filter { !$0.isInline }.map(\.name) }

  /// Every key that can stand in the mapping: names of fields and kinds of the inline family.
  var allKeys: [String] { keyNames + (inlineFamily?.entries.map(\.kind) ?? []) }

  /// The field that a shorthand writes, if the shorthand is one field.
  var shorthandIndex: Int? {
    if case .field(let name) = shorthand { index(of: name) } else { nil }
  }
}
