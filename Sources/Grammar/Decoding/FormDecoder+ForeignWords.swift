import SourceDiagnostics
import YAMLTree

extension FormDecoder {
  /// Help for a word that other programs use for a kind of this family, or write where this language has it in another family.
  func foreignHelp(_ word: String, _ family: FamilyInfo) -> String? {
    if let entry = family.entry(alsoKnownAs: word) { return entry.question }
    return families.lazy.compactMap { other in
      other.entries.first { $0.contains.contains { isSameWord($0, word) } }.map {
        "leave it out: the \(other.title) `\($0.kind)` contains it"
      }
    }.first
  }

  /// Help for a word that is an option of kinds of the family, or a kind, or known for one, of one other family.
  func elsewhereHelp(_ word: String, _ family: FamilyInfo) -> String? {
    let kinds = family.entries.filter { $0.fields.keyNames.contains(word) }.map(\.kind)
    if !kinds.isEmpty { return "`\(word)` is an option of \(quoted(kinds))" }
    let others = families.filter { $0.name != family.name && ($0.entry(word) ?? $0.entry(alsoKnownAs: word)) != nil }
    guard others.count == 1, let other = others.first else { return nil }
    return "`\(other.entry(alsoKnownAs: word)?.kind ?? word)` is \(withArticle(other.title)), not \(withArticle(family.title)); known: "
      + quoted(family.entries.map(\.kind), limit: 24)
  }

  /// All families of the document that is decoded, each once.
  private var families: [FamilyInfo] { enclosing.first.map { FamilyInfo.reached(from: $0.fields) } ?? [] }

  /// Reports a value that is a word of other programs, where the field says what is written instead.
  mutating func reportForeignValue(_ node: Node, _ field: FieldInfo, _ path: SpecPath) -> Form? {
    guard !field.instead.isEmpty, let text = node.scalar?.text, !names.contains(text), let help = field.instead[text.lowercased()]
    else { return nil }
    return wrongType(node, field.type, path, help: help)
  }

  /// Reports words in a row where a number or a kind stands, `every 10`; an expression has none.
  mutating func reportWords(_ node: Node, _ family: FamilyInfo, _ path: SpecPath) -> Form? {
    guard let text = node.scalar?.text else { return nil }
    let words = text.split(separator: " ").map(String.init)
    guard words.count > 1, isUndeclaredWord(words[0]), NameRule.problem(words[1], dotted: true) == nil || Double(words[1]) != nil,
      !["and", "or", "not"].contains(where: words.prefix(2).contains)
    else { return nil }
    let entry = family.entry(words[0]) ?? family.entry(alsoKnownAs: words[0])
    let examples = family.entries.map(\.example)
    report(
      Diagnostic(
        .unknownKind, "`\(text)` is not \(withArticle(family.title))", at: node.range, label: "words in a row", path: path,
        help: entry.flatMap { Double(words[1]) == nil ? nil : "write `{\($0.kind): \(words[1])}`" }
          ?? "write one of \(quoted(examples)) or the like"))
    return broken(node)
  }
}
