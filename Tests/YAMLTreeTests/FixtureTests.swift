import Glibc
import SourceDiagnostics
import Testing
import YAMLTree

/// The invalid specs, as far as they are wrong as YAML; the other codes are reported by later
/// stages.
@Suite struct FixtureTests {
  static let yamlCodes = Set(DiagnosticCode.allCases.prefix { $0 != .unknownKey })
  static let folder =
    #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Fixtures/invalid"

  static let names: [String] = {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".yaml") { names.append(name) }
    }
    return names.sorted()
  }()

  /// What the comments of a text expect: on the offending line `# error[code]: words`, or anywhere
  /// `# expect: error[code] at LINE:COLUMN: words`.
  static func expectations(in file: SourceFile) -> [(line: Int, column: Int?, code: String, words: String)] {
    let none: [(line: Int, column: Int?, code: String, words: String)] = []
    return (1...file.lineCount).flatMap { number in
      let line = file.line(number)
      guard line.contains("error[") else { return none }
      let placed = line.matches(of: /# expect: error\[([a-z0-9-]+)\] at (\d+):(\d+): (.*)$/).map {
        (line: Int($0.2) ?? 0, column: Int($0.3), code: String($0.1), words: String($0.4))
      }
      let here = line.matches(of: /# error\[([a-z0-9-]+)\]: (.*?)(?=\s*# error\[|$)/).map {
        (line: number, column: Int?.none, code: String($0.1), words: String($0.2))
      }
      return placed + here
    }
  }

  @Test(arguments: names)
  func `every fixture is wrong as YAML exactly where it says so`(_ name: String) throws {
    let file = try SourceFile(contentsOf: Self.folder + "/" + name)
    let parsed = ParsedText(bytes: file.bytes, name: name)
    let expected = Self.expectations(in: file).filter { expectation in
      DiagnosticCode(rawValue: expectation.code).map(Self.yamlCodes.contains) ?? true
    }
    let found = parsed.diagnostics.map { ($0, parsed.sources.position(of: $0.primary.range)) }
    #expect(found.map { "\($0.1.line) \($0.0.code.rawValue)" } == expected.map { "\($0.line) \($0.code)" })
    for ((diagnostic, place), expectation) in zip(found, expected) {
      #expect(diagnostic.message.contains(expectation.words))
      if let column = expectation.column { #expect(place.column == column) }
    }
  }

  @Test func `every YAML code has a fixture`() throws {
    var covered: Set<String> = []
    for name in Self.names {
      let file = try SourceFile(contentsOf: Self.folder + "/" + name)
      covered.formUnion(Self.expectations(in: file).map(\.code))
    }
    let missing = Self.yamlCodes.filter { !covered.contains($0.rawValue) }
    #expect(missing.isEmpty)
  }
}
