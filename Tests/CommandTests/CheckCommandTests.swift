import Results
import TestFolders
import Testing

/// `check`: everything wrong in one pass, for people and for programs.
@Suite struct CheckCommandTests {
  let tool = Tool()

  /// A misspelt key, a misspelt kind, a number out of range, an option of another optimizer.
  static let wrong = Specs.parabola
    .replacing("units: 8, activation: tanh", with: "unts: 8, activation: tahn").replacing("units: 1}", with: "units: 0}")
    .replacing("{learning_rate: 0.1}", with: "{learning_rate: 0.1, beta1: 0.9}")

  @Test(arguments: [[], ["--format", "concise"], ["--format", "github"], ["--json"], ["--format", "json"]])
  func `a right spec is exit 0 in every format, a wrong one 2 with all mistakes`(_ format: [String]) throws {
    let folder = try TemporaryFolder()
    let right = try folder.put(Specs.parabola, "right.yaml")
    #expect(try tool(["check", right] + format).exit == 0)
    let answer = try tool(["check", try folder.put(Self.wrong, "wrong.yaml")] + format)
    #expect(answer.exit == 2)
    for name in ["unts", "tahn", "units", "beta1"] { #expect(answer.out.contains(name), "\(answer.out)") }
    #expect(answer.err.isEmpty)
    #expect(!answer.out.contains("\u{1B}"))
  }

  @Test(arguments: [(49, "49 errors"), (50, "50 errors; no more than 50 are shown"), (80, "50 errors; no more than 50 are shown")])
  func `the last line counts the mistakes, and says where some may be left out`(_ count: Int, _ end: String) throws {
    let folder = try TemporaryFolder()
    let keys = (0..<count).map { "wrong\($0): 1\n" }.joined()
    let answer = try tool("check", try folder.put(Specs.parabola + "\n" + keys, "wrong.yaml"))
    #expect(answer.out.hasSuffix("wrong.yaml: \(end)\n"), "\(answer.out.suffix(200))")
  }

  @Test func `check --json is a list of objects with the fixed keys and places`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.put(Self.wrong, "wrong.yaml")
    let answer = try tool("check", path, "--json")
    let list = try #require(try CanonicalJSON(parsing: Array(answer.out.utf8), name: "check").elements)
    #expect(list.count == 4)
    for problem in list {
      for key in ["code", "severity", "message", "file", "line", "column", "end_line", "end_column", "help"] {
        #expect(problem[key] != nil, "\(key)")
      }
      #expect(problem["file"]?.text == path)
    }
    #expect(list.compactMap { $0["line"]?.int } == [8, 8, 9, 13])
    #expect(try tool("check", try folder.put(Specs.parabola, "right.yaml"), "--json").out == "[]\n")
  }

  @Test func `commands that need a right spec print its mistakes and stop with exit 2`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.put(Self.wrong, "wrong.yaml")
    for words in [["run", path, "--out", folder.path], ["plan", path], ["graph", path], ["show", path, "--stage", "graph"]] {
      let answer = try tool(words)
      #expect(answer.exit == 2, "\(words)")
      #expect(answer.err.contains("did you mean `units`?") && answer.err.hasSuffix("4 errors\n"), "\(answer.err)")
      #expect(answer.out.isEmpty)
    }
    #expect(!Folder.exists(folder.path + "/runs"))
    let json = try tool("run", path, "--json")
    #expect(json.exit == 2)
    #expect(try CanonicalJSON(parsing: Array(json.out.utf8), name: "run").elements?.count == 4)
  }

  @Test(arguments: [
    ("train.stop.stps=4", "did you mean `steps`?"), ("train.stop", "there is no `=`"), ("train.batch=-1", "batch"),
    ("seed=yes", "seed"),
  ]) func `--set is judged like the spec`(_ text: String, _ part: String) throws {
    let folder = try TemporaryFolder()
    let answer = try tool("check", try folder.put(Specs.parabola, "right.yaml"), "--set", text)
    #expect(answer.exit == 2)
    #expect(answer.out.contains("--set " + text) && answer.out.contains(part), "\(answer.out)")
  }
}
