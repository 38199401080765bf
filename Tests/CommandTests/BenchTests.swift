import Results
import TestFolders
import Testing

/// The benchmark program and its specs: that they run, never how fast.
@Suite struct BenchTests {
  static let program = Folder.parent(of: Process.executable) + "/bench"
  static let specs = Repository.path + "/Benchmarks/specs"

  private func bench(_ words: String...) throws -> Tool.Answer {
    try Process([Self.program] + words + ["--specs", Self.specs, "--peers", "/no-peers"], environment: [], folder: "/").answer()
  }

  @Test func `rows have ours, a target and whether it is met, in print and as JSON`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/rows.json"
    let answer = try bench("interpreter", "--repetitions", "1", "--json", path)
    try #require(answer.exit == 0, "\(answer.out)\(answer.err)")
    #expect(answer.out.contains("peers: not measured") && answer.out.contains("targets met"))
    let json = try CanonicalJSON(parsing: try FileBytes.read(path, limit: 1 << 20), name: "rows.json")
    let rows = try #require(json["rows"]?.elements)
    #expect(rows.count == 3)
    for row in rows {
      #expect(row["group"]?.text == "interpreter" && (row["ours"]?.double ?? 0) > 0 && row["unit"]?.text == "s")
    }
    #expect(rows.contains { $0["target"]?.text != nil && $0["met"] != .null })
  }

  @Test func `memory is that of a process of its own, beside the plan`() throws {
    let answer = try bench("--memory-child", "--spec", Self.specs + "/smallest.yaml")
    try #require(answer.exit == 0, "\(answer.out)\(answer.err)")
    let json = try CanonicalJSON(parsing: Array(answer.lastLine.utf8), name: "memory")
    let peak = try #require(json["peak"]?.int)
    #expect(peak > 1_000_000 && peak < 200_000_000 && json["planned"]?.int ?? 0 > 0)
  }

  @Test(arguments: [["nonsense"], ["--repetitions", "none"], ["--json"]])
  func `what is not understood is exit 2 with the usage`(_ words: [String]) throws {
    let answer = try Process([Self.program] + words, environment: [], folder: "/").answer()
    #expect(answer.exit == 2 && answer.out.contains("groups:"))
  }

  @Test func `every spec of the benchmarks is right`() throws {
    let names = try Repository.specs(in: Self.specs)
    #expect(names.count >= 6)
    for name in names {
      let answer = try Tool()("check", Self.specs + "/" + name)
      #expect(answer.exit == 0, "\(name): \(answer.err)")
    }
  }
}
