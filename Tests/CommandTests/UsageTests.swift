import Results
import TestFolders
import Testing

/// What the command says without running anything.
@Suite struct UsageTests {
  let tool = Tool()
  let fit = Repository.examples + "/fit-1d.yaml"

  @Test(arguments: [
    ["--help"], ["-h"], ["help"], ["help", "run"], ["run", "--help"], ["data", "get", "--help"], ["--version"], ["schema"],
    ["explain"], ["data", "list"],
  ]) func `what is asked for goes to standard output with exit 0`(_ words: [String]) throws {
    let answer = try tool(words)
    #expect(answer.exit == 0)
    #expect(!answer.out.isEmpty && answer.err.isEmpty)
  }

  @Test func `help lists the exit codes and the version names the contracts that bundles keep`() throws {
    let help = try tool("--help").out
    for code in ["  0 ", "  1 ", "  2 ", "  3 ", "  4 ", "  70 "] { #expect(help.contains(code)) }
    let folder = try TemporaryFolder()
    let run = try tool("run", try folder.put(Specs.parabola, "parabola.yaml"), "--out", folder.path)
    let index = try ResultBundle(at: run.lastLine).index
    let version = try tool("--version").out
    #expect(version.contains("numerics \(index.numerics), bundle format \(index.format)"), "\(version)")
  }

  /// Wrong usage, and words that the sentence must hold.
  static let mistakes: [([String], String)] = [
    (["runn", "x.yaml"], "did you mean `run`?"),
    (["frobnicate"], "there is no command `frobnicate`; there are check, explain"),
    (["run"], "<spec>"),
    (["run", "--frobnicate", "x.yaml"], "--frobnicate"),
    (["run", "--threads", "0", "x.yaml"], "1 to 1024"),
    (["run", "--threads", "two", "x.yaml"], "--threads"),
    (["run", "nothere.yaml"], "there is no file `nothere.yaml`"),
    (["check", "/tmp"], "is a folder"),
    (["check", "nothere.yaml", "--json"], "there is no file `nothere.yaml`"),
    (["diff", "only-one"], "<second>"),
    (["diff", "nothere", "neither"], "`nothere` does not exist"),
    (["diff", "nothere", "neither", "--require", "most"], "there is no level `most`"),
    (["verify", "nothere"], "`nothere` does not exist"),
    (["verify", "nothere", "--vary", "thread"], "did you mean `threads`?"),
    (["verify", "nothere", "--vary", "moon"], "choose among threads, isa, resume"),
    (["verify", "/tmp"], "is not a result bundle"),
    (["report", "nothere"], "`nothere` does not exist"),
    (["explain", "adm"], "did you mean `adam`?"),
    (["explain", "zzzzzzzz"], "nothing is called `zzzzzzzz`"),
    (["data", "get", "mnst"], "there is no data set `mnst`; known: mnist"),
    (["show", "x.yaml", "--stage", "leaves"], "resolved"),
    (["graph", "x.yaml", "--format", "png"], "mermaid"),
    (["--generate-completion-script", "tcl"], "zsh bash fish"),
  ]

  @Test(arguments: mistakes) func `wrong usage is exit 2 with a sentence that says how to go on`(
    _ words: [String], _ part: String
  ) throws {
    let answer = try tool(words)
    #expect(answer.exit == 2)
    #expect(answer.out.isEmpty)
    #expect(answer.err.hasPrefix("error: "), "\(answer.err)")
    #expect(answer.err.contains(part), "\(answer.err)")
    #expect(!answer.err.contains("\u{1B}"))
  }

  @Test func `an unknown instruction set is refused with those there are`() throws {
    let answer = try Tool(environment: [("CONDENSESPEC_ISA", "sse")])("plan", fit)
    #expect(answer.exit == 2)
    #expect(answer.err.contains("base, avx2, avx512"))
  }

  @Test(arguments: [
    ("adam", "beta2"), ("dense", "example"), ("train", "optimizer"), ("last", "recorded last"), ("comma-trap", "quotes"),
    ("accuracy", "share of samples"),
  ]) func `explain knows constructs, parts, functions, metrics and codes`(_ name: String, _ part: String) throws {
    let answer = try tool("explain", name)
    #expect(answer.exit == 0)
    #expect(answer.out.contains(part))
  }

  @Test(arguments: ["tree", "spec", "resolved", "provenance", "graph", "program"])
  func `every stage of a spec can be shown, each in its own words`(_ stage: String) throws {
    let answer = try tool("show", fit, "--stage", stage)
    #expect(answer.exit == 0)
    let mark = [
      "tree": "mapping", "spec": "activation: tanh", "resolved": "bias: true", "provenance": "(default)",
      "graph": "initializer", "program": "elementwise",
    ]
    #expect(answer.out.contains(mark[stage] ?? "?"), "\(answer.out)")
  }

  @Test func `what resolves shows itself again, byte for byte`() throws {
    let folder = try TemporaryFolder()
    let resolved = try tool("show", fit, "--stage", "resolved").out
    let path = try folder.put(resolved, "fit-1d.yaml")
    #expect(try tool("show", path).out == resolved)
  }

  @Test(arguments: [("text", "experiment"), ("dot", "digraph"), ("mermaid", "flowchart")])
  func `the graph comes in three formats`(_ format: String, _ first: String) throws {
    let answer = try tool("graph", fit, "--format", format)
    #expect(answer.exit == 0)
    #expect(answer.out.hasPrefix(first))
  }

  @Test func `plan says the costs, as text and as JSON`() throws {
    let text = try tool("plan", fit)
    #expect(text.exit == 0)
    for word in ["parameters", "operations", "memory", "bundle", "time"] { #expect(text.out.contains(word)) }
    let answer = try tool("plan", fit, "--json")
    let json = try CanonicalJSON(parsing: Array(answer.out.utf8), name: "plan")
    #expect(json["parameters"]?.int == 90)
    for key in ["points", "maximum_steps", "operations", "memory_bytes", "bundle_bytes", "seconds"] {
      #expect(json[key]?.double != nil, "\(key)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func `completion scripts name the commands`(_ shell: String) throws {
    let answer = try tool("--generate-completion-script", shell)
    #expect(answer.exit == 0)
    for command in ["check", "verify", "explain"] { #expect(answer.out.contains(command)) }
  }

  @Test func `data list says where a set stands and whether it is there`() throws {
    let folder = try TemporaryFolder()
    let answer = try Tool(environment: [("CONDENSESPEC_DATA", folder.path)])("data", "list")
    #expect(answer.exit == 0)
    #expect(answer.out.contains("mnist  4 of 4 files missing"))
    #expect(answer.out.contains(folder.path + "/mnist"))
  }
}
