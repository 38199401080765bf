import Constructs
import SourceDiagnostics
import Testing

/// Every fixture of a wrong spec gives exactly the diagnostics that its comments state.
@Suite struct InvalidSpecTests {
  static let folder = repository + "/Tests/Fixtures/invalid"
  static let names = files(in: folder, ending: ".yaml")

  /// Codes of the reader and of YAML, which stand before those of decoding.
  static let yamlCodes = DiagnosticCode.allCases.prefix { $0 != .unknownKey }.map(\.rawValue)

  struct Expectation {
    let line: Int
    let column: Int?
    let code: String
    let words: String
  }

  /// What the comments of a text expect: on the offending line `# error[code]: words`, once for each error, or anywhere
  /// `# expect: error[code] at LINE:COLUMN: words`.
  static func expectations(in file: SourceFile) -> [Expectation] {
    (1...file.lineCount).flatMap { number -> [Expectation] in
      let line = file.line(number)
      guard line.contains("error[") else { return [] }
      let placed = line.matches(of: /# expect: error\[([a-z0-9-]+)\] at (\d+):(\d+): (.*)$/).map {
        Expectation(line: Int($0.2) ?? 0, column: Int($0.3), code: String($0.1), words: String($0.4))
      }
      let here = line.matches(of: /# error\[([a-z0-9-]+)\]: (.*?)(?=\s*# error\[|$)/).map {
        Expectation(line: number, column: nil, code: String($0.1), words: String($0.2))
      }
      return placed + here
    }
  }

  @Test(arguments: names) func `a wrong spec is refused exactly where it says so`(_ name: String) throws {
    let file = try SourceFile(contentsOf: Self.folder + "/" + name)
    let read = ReadSpec(file, folder: Self.folder)
    let expected = Self.expectations(in: file)
    #expect(!expected.isEmpty, "the fixture states what it expects")
    var problems = read.problems
    // Where a text is no good YAML, what it lacks besides is not the point of the fixture.
    if expected.contains(where: { Self.yamlCodes.contains($0.code) }) {
      problems.removeAll { !Self.yamlCodes.contains($0.code.rawValue) }
    }
    let lines = problems.map { read.reader.sources.position(of: $0.primary.range).line }
    #expect(zip(lines, problems).map { "\($0) \($1.code.rawValue)" } == expected.map { "\($0.line) \($0.code)" })
    for (problem, expectation) in zip(problems, expected) {
      #expect(problem.message.contains(expectation.words))
      if let column = expectation.column {
        #expect(read.reader.sources.position(of: problem.primary.range).column == column)
      }
    }
    #expect(read.reader.graph == nil)
  }

  @Test(arguments: names) func `every message reads well`(_ name: String) throws {
    let read = ReadSpec(try SourceFile(contentsOf: Self.folder + "/" + name), folder: Self.folder)
    for problem in read.problems {
      for text in [problem.message, problem.primary.text, problem.help ?? ""] {
        #expect(!text.contains("Optional("), "\(text)")
        #expect(!text.contains("  "), "\(text)")
      }
      #expect(!problem.message.hasSuffix("."), "\(problem.message)")
      let first = problem.message.prefix { $0 != " " }
      #expect(first == "YAML" || first.hasPrefix("U+") || first.hasPrefix("/") || first.hasPrefix("`") || first == first.lowercased(), "\(problem.message)")
      #expect(problem.message.utf8.count <= 200, "\(problem.message)")
    }
  }

  @Test func `a file of more than a mebibyte is refused`() {
    let text = SampleSpec().text + String(repeating: "# more\n", count: 160_000)
    #expect(ReadSpec(text).summary == ["1 file-too-large"])
  }

  /// `--set` texts that fit nowhere, and the words of the refusal.
  static let overrides: [(String, String, String)] = [
    ("seed", "override-path", "there is no `=`"), ("=3", "override-path", "the path before `=` is empty"),
    ("train..batch=3", "override-path", "a key is missing in the path"),
    ("metrics.record[x]=train.loss", "override-path", "an index is written `[0]`"),
    ("train.batch.size=3", "override-path", "what is before `size` is `4`, not a mapping"),
    ("train[0]=3", "override-path", "is a mapping, which has no elements"),
    ("train.bach=3", "unknown-key", "unknown key `bach` in `train`"),
    ("seed=-1", "out-of-range", "`seed` must be"), ("train.batch=41", "batch-too-large", "41"),
    ("init.hiden=zeros", "unknown-layer", "`hiden`"),
  ]

  @Test(arguments: overrides.indices) func `a wrong override is refused at its own text`(_ index: Int) throws {
    let (override, code, words) = Self.overrides[index]
    let read = ReadSpec(SampleSpec().text, overrides: [override])
    let problem = try #require(read.problems.first)
    #expect(read.problems.map(\.code.rawValue) == [code])
    #expect(problem.message.contains(words), "\(problem.message)")
    #expect(read.reader.sources[problem.primary.range.file].name == "--set \(override)")
  }

  @Test func `every diagnostic code has a fixture`() throws {
    // The last one is a file of its own: the test below makes it.
    var covered = Set(Self.overrides.map(\.1) + ["file-too-large"])
    for name in Self.names {
      covered.formUnion(Self.expectations(in: try SourceFile(contentsOf: Self.folder + "/" + name)).map(\.code))
    }
    #expect(DiagnosticCode.allCases.map(\.rawValue).filter { !covered.contains($0) } == [])
  }
}
