import SourceDiagnostics

/// A construct as data: what it is called, means and takes.
package struct EntryInfo: Sendable {
  /// The word that chooses it.
  package let kind: String
  /// One sentence.
  package let summary: String
  /// Where it comes from; "—" for common knowledge.
  package let source: String
  /// A spec text that decodes, at most five lines.
  package let example: String
  /// Its keys.
  package let fields: FieldsInfo
  /// What other programs call it: never accepted, and answered with its kind.
  package let alsoKnownAs: [String]
  /// What other programs write beside it, and it does by itself.
  package let contains: [String]

  /// What is asked of who wrote another program's word for it.
  var question: String { "did you mean `\(kind)`? \(summary)" }
}

/// A family of constructs as data, in the order of every document.
package struct FamilyInfo: Sendable {
  /// Singular, lower case: `activation`.
  package let name: String
  /// One sentence.
  package let summary: String
  /// The kind that a bare number or expression means.
  package let numberKind: String?
  /// The kind that a bare list means.
  package let sequenceKind: String?
  /// Its constructs, in the order of every document.
  package let entries: [EntryInfo]

  /// The construct of a kind, if there is one.
  package func entry(_ kind: String) -> EntryInfo? { entries.first { $0.kind == kind } }

  /// The construct that other programs call so.
  func entry(alsoKnownAs word: String) -> EntryInfo? { entries.first { $0.alsoKnownAs.contains { isSameWord($0, word) } } }
}

extension FamilyInfo {
  /// Its name in a sentence: `stop rule`.
  var title: String { name.replacing("_", with: " ") }

  /// Every family that fields reach, nearest first, each once.
  static func reached(from fields: FieldsInfo) -> [FamilyInfo] {
    var found: [FamilyInfo] = []
    var records: Set<String> = []
    func visit(_ fields: FieldsInfo) { for field in fields.list { visit(field.type) } }
    func visit(_ type: TypeInfo) {
      switch type {
      case .component(let family), .several(let family):
        if found.contains(where: { $0.name == family.info.name }) { return }
        found.append(family.info)
        for entry in family.info.entries { visit(entry.fields) }
      case .record(let record): if records.insert(record.info.name).inserted { visit(record.info.fields) }
      case .list(let element, _), .oneOrMany(let element), .map(let element, _, _): visit(element)
      case .either(let a, let b):
        visit(a)
        visit(b)
      default: break
      }
    }
    visit(fields)
    return found
  }
}

/// A mapping without a kind as data.
package struct RecordInfo: Sendable {
  /// Singular, in lower case.
  package let name: String
  /// One sentence.
  package let summary: String
  /// Its keys.
  package let fields: FieldsInfo
}
