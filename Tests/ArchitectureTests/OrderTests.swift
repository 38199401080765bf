import Testing

/// Swift's dictionaries and sets have another order in every process: nothing on the way to output may walk through one.
///
/// The text of a file shows which names are declared as dictionaries or sets; a loop over such a name, or a call that lists it, is refused.
/// What is allowed stands below, with the reason why its order cannot be seen.
@Suite struct OrderTests {
  static let allowed: [String: String] = [
    "Runtime/Plan/Job.swift": "the walks set flags and fill lists that are sorted before anyone reads them",
  ]

  /// Names declared as a dictionary or a set in a file.
  static func unorderedNames(_ file: SourceText) -> [String] {
    let declaration = /(?:let|var) ([A-Za-z_]+)(?:: (?:\[[A-Za-z.\[\]]+: |Set<)| = (?:Set[<(]|Dictionary\(|\[[A-Za-z.]+: [^\]]*\]\())/
    let parameter = /[ (]([A-Za-z_]+): (?:\[[A-Za-z.\[\]]+: [A-Za-z]|Set<)/
    return file.code.flatMap { line -> [String] in
      guard ["Set<", "Set(", ": [", "Dictionary", "]()"].contains(where: { line.text.contains($0) }) else { return [] }
      return line.text.matches(of: declaration).map { String($0.1) } + line.text.matches(of: parameter).map { String($0.1) }
    }
  }

  /// Lines of a file that walk through one of its dictionaries or sets.
  static func walks(_ file: SourceText) -> [String] {
    let names = unorderedNames(file)
    if names.isEmpty { return [] }
    return file.code.filter { line in
      names.contains { name in
        let isLoop = line.text.contains(" in \(name) ") || line.text.hasSuffix(" in \(name)") || line.text.contains(" in \(name).")
        let calls = [".map", ".flatMap", ".compactMap", ".forEach", ".reduce", ".keys", ".values", ".first {", ".joined", ".enumerated"]
        let listed = calls.contains { call in
          guard let at = line.text.firstRange(of: name + call) else { return false }
          let before = line.text[..<at.lowerBound].last
          return before.map { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." } ?? true
        }
        return (isLoop || listed) && !line.text.contains(".sorted")
      }
    }.map { "\(file.path):\($0.number)" }
  }

  @Test func `nothing walks through a dictionary or a set`() {
    let found = SourceText.all.filter(\.isSwift).flatMap { file in
      Self.allowed[file.path] == nil ? Self.walks(file) : []
    }
    #expect(found == [])
  }

  @Test func `the rule sees a walk`() {
    let text = "let places: [String: Int] = [:]\nfor (name, place) in places { print(name) }\nlet kept = Set(names)\nprint(kept.map { $0 })\n"
    #expect(Self.walks(SourceText(path: "Any/File.swift", text: text)) == ["Any/File.swift:2", "Any/File.swift:4"])
  }

  @Test func `what is allowed is still there`() {
    for path in Self.allowed.keys.sorted() {
      let file = SourceText.all.first { $0.path == path }
      #expect(file.map { !Self.walks($0).isEmpty } ?? false, "\(path) needs no exception")
    }
  }
}
