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
