import Constructs
import Glibc
import SourceDiagnostics
import Testing

/// Generated documents are what the declarations say. `CONDENSESPEC_UPDATE=1` rewrites them, except where `CI` is set.
@Suite struct GeneratedFilesTests {
  static let schema = repository + "/condensespec.schema.json"
  static let grammar = repository + "/grammar.md"
  static let begin = "<!-- generated: reference -->\n"
  static let end = "<!-- /generated -->"

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
  private static var updates: Bool { variable("CONDENSESPEC_UPDATE") == "1" && variable("CI") == nil }

  /// Compares a file with what it must hold, or rewrites it.
  private func compare(_ path: String, with expected: String) throws {
    let found = (try? text(of: path)) ?? ""
    if found == expected { return }
    guard Self.updates else {
      Issue.record("\(path) is not fresh: run `CONDENSESPEC_UPDATE=1 swift test --filter GeneratedFilesTests`")
      return
    }
    let file = try #require(fopen(path, "w"))
    let bytes = Array(expected.utf8)
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    #expect(fclose(file) == 0)
  }

  @Test func `the schema is fresh`() throws {
    try compare(Self.schema, with: Documents.schema)
  }

  @Test func `the reference part of grammar.md is fresh`() throws {
    let found = try text(of: Self.grammar)
    let begin = try #require(found.firstRange(of: Self.begin), "grammar.md has the line \(Self.begin)")
    let end = try #require(found[begin.upperBound...].firstRange(of: Self.end), "grammar.md has the line \(Self.end)")
    let reference = "\n" + Documents.reference + "\n"
    try compare(
      Self.grammar, with: found[..<begin.upperBound] + reference + found[end.lowerBound...])
  }

  @Test func `generated documents name no file of this machine`() {
    for document in [Documents.schema, Documents.reference, Documents.overview] {
      #expect(!document.contains(repository))
      #expect(!document.contains("Optional("))
    }
  }
}
