import Kernels
import Results
import TestFolders
import Testing

/// `run` when nothing goes wrong, and when a claim fails.
@Suite struct RunCommandTests {
  let tool = Tool()

  @Test func `the last line of a run is the path of its bundle, and a second run returns it`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.parabola, "parabola.yaml")
    let first = try tool("run", spec, "--out", folder.path + "/out")
    #expect(first.exit == 0)
    let bundle = try ResultBundle(at: first.lastLine)
    #expect(bundle.index.status == .complete && bundle.index.specName == "parabola")
    #expect(try bundle.verifyIntegrity().isEmpty)
    let second = try tool("run", spec, "--out", folder.path + "/out")
    #expect(second.exit == 0 && second.lastLine == first.lastLine)
    #expect(second.err.isEmpty, "nothing is computed twice: \(second.err)")
  }

  @Test func `without --out the bundle stands under the folder where the command was given`() throws {
    let folder = try TemporaryFolder()
    try folder.put(Specs.parabola, "parabola.yaml")
    let answer = try Tool(folder: folder.path)("run", "parabola.yaml", "--quiet")
    #expect(answer.exit == 0 && answer.out.hasPrefix("./runs/parabola-"))
    #expect(answer.out.split(separator: "\n").count == 1 && answer.err.isEmpty)
    #expect(Folder.exists(folder.path + "/" + answer.lastLine))
  }

  @Test func `a claim that fails is exit 1, and its bundle is kept`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.parabola, "parabola.yaml")
    let words = ["run", spec, "--out", folder.path, "--set", "claims.falls.expect=last(train.loss) < 0"]
    let answer = try tool(words)
    #expect(answer.exit == 1)
    #expect(answer.out.contains("[fail] falls"))
    #expect(try ResultBundle(at: answer.lastLine).json("claims.json").elements?.first?["verdict"]?.text == "fail")
    #expect(try tool(words).exit == 1, "also when the bundle is there already")
  }

  @Test(arguments: ["float32", "float64"]) func `a share of samples is the number that is written so`(precision: String) throws {
    let folder = try TemporaryFolder()
    try folder.put("x,c\n" + (1...10).map { "\($0),\($0 > 7 ? 1 : 0)\n" }.joined(), "rows.csv")
    // Equal outputs are decided for the first class: 7 of 10.
    let spec = """
      condensespec: 1
      precision: \(precision)
      data: {train: {csv: {path: rows.csv, inputs: [x], targets: [c], classes: 2}}}
      model: {layers: {out: {dense: {units: 2}}}, loss: cross_entropy}
      init: {default: zeros}
      train: {optimizer: {sgd: {learning_rate: 0.1}}, batch: full, stop: {steps: 0}}
      metrics: {record: [train.accuracy, train.error]}
      claims: {right: last(train.accuracy) == 7/10, wrong: last(train.error) == 3/10}
      """
    let answer = try tool("run", try folder.put(spec, "rows.yaml"), "--quiet", "--out", folder.path)
    #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
  }

  @Test func `a figure takes the place of the picture of its name that every bundle has`() throws {
    let folder = try TemporaryFolder()
    let figures = """
      figures:
        loss:  {curves: {of: train.loss}, title: Of the spec}
        other: {curves: {of: train.loss}, title: Another}

      """
    let spec = try folder.put(Specs.parabola + figures, "parabola.yaml")
    let answer = try tool("run", spec, "--quiet", "--out", folder.path)
    #expect(answer.exit == 0, "\(answer.err)")
    let bundle = try ResultBundle(at: answer.lastLine)
    #expect(String(decoding: try bundle.bytes(of: "figures/loss.svg"), as: UTF8.self).contains("Of the spec"))
    let paper = try tool("paper", spec, "--out", folder.path, "--html", folder.path + "/paper.html")
    #expect(paper.exit == 0, "\(paper.err)")
    #expect(try folder.text("paper.html").contains("Of the spec"))
    let page = try tool("report", answer.lastLine, "--html", folder.path + "/page.html")
    #expect(page.exit == 0)
    #expect(try folder.text("page.html").split(separator: "<svg").count == 3, "both pictures, each once")
  }

  @Test func `a page of several specs says what is wrong with all of them before the first runs`() throws {
    let folder = try TemporaryFolder()
    let right = try folder.put(Specs.parabola, "right.yaml")
    let wrong = try folder.put(Specs.parabola.replacing("stop:", with: "stpo:"), "wrong.yaml")
    let answer = try tool("paper", right, wrong, folder.path + "/none.yaml", "--out", folder.path, "--html", folder.path + "/paper.html")
    #expect(answer.exit == 2 && answer.err.contains("`stpo`") && answer.err.contains("none.yaml"), "\(answer.err)")
    #expect(!Folder.exists(folder.path + "/runs"))
  }

  /// What the claim expects beside the words that it is not reproduced, the exit code, and what the summary says.
  static let differing: [(expect: String, exit: Int32, verdict: String, words: String)] = [
    ("last(train.loss) < 0", 0, "fail", "[diff] falls"), ("last(train.loss) < 9", 1, "pass", "[fail]"),
    ("first_below(train.loss, 0) < 9", 1, "undecided", "[open]"),
  ]

  @Test(arguments: differing.indices) func `a claim that is not reproduced must fail`(index: Int) throws {
    let row = Self.differing[index]
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.parabola, "parabola.yaml")
    let words = [
      "run", spec, "--out", folder.path, "--set", "claims.falls={expect: \"\(row.expect)\", not_reproduced: \"as `tried` <here>\"}",
    ]
    let answer = try tool(words)
    #expect(answer.exit == row.exit, "\(answer.out)\(answer.err)")
    #expect(answer.out.contains(row.words) && answer.out.contains("not reproduced: as `tried` <here>"), "\(answer.out)")
    let sentence = "the claim `falls` holds, though the spec says that it is not reproduced: remove `not_reproduced`"
    #expect(answer.err.contains(sentence) == (row.verdict == "pass"), "\(answer.err)")
    let bundle = try ResultBundle(at: answer.lastLine)
    let claim = try #require(bundle.json("claims.json").elements?.first)
    #expect(claim["verdict"]?.text == row.verdict && claim["not_reproduced"]?.text == "as `tried` <here>")
    #expect((claim["margin"]?.double == nil) == (row.verdict == "undecided"))
    let report = try tool("report", answer.lastLine)
    #expect(report.exit == 0 && report.out.contains(row.words))
    let page = String(decoding: try bundle.bytes(of: "report.html"), as: UTF8.self)
    #expect(page.contains("as <code>tried</code> &lt;here&gt;"))
    #expect(page.contains("≠ not reproduced</span>") == (row.exit == 0))
    #expect(try tool(words).exit == row.exit, "also when the bundle is there already")
    let shown = try tool("show", spec, "--stage", "resolved", "--set", words[5])
    #expect(shown.out.contains("not_reproduced:"), "\(shown.out)\(shown.err)")
  }

  @Test func `run --json prints the index of the bundle`() throws {
    let folder = try TemporaryFolder()
    let answer = try tool("run", try folder.put(Specs.parabola, "parabola.yaml"), "--out", folder.path, "--json")
    let json = try CanonicalJSON(parsing: Array(answer.out.utf8), name: "run")
    for key in ["format", "numerics", "id", "status", "result_digest", "artifacts"] { #expect(json[key] != nil, "\(key)") }
  }

  @Test func `an override changes the id and stands in provenance.json`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.parabola, "parabola.yaml")
    let plain = try ResultBundle(at: try tool("run", spec, "--out", folder.path).lastLine)
    let changed = try tool("run", spec, "--out", folder.path, "--set", "train.stop.steps=50", "--set", "seed=7")
    let bundle = try ResultBundle(at: changed.lastLine)
    #expect(bundle.index.id != plain.index.id)
    let text = String(decoding: try bundle.bytes(of: "spec/provenance.json"), as: UTF8.self)
    #expect(text.contains("--set train.stop.steps=50") && text.contains("--set seed=7"), "\(text)")
    #expect(String(decoding: try bundle.bytes(of: "spec/resolved.yaml"), as: UTF8.self).contains("seed: 7"))
    #expect(String(decoding: try bundle.bytes(of: "spec/source.yaml"), as: UTF8.self) == Specs.parabola)
  }

  @Test func `the resolved spec of a bundle runs to the same id and the same digest`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.parabola, "parabola.yaml")
    let first = try ResultBundle(at: try tool("run", spec, "--out", folder.path + "/a").lastLine)
    let resolved = try folder.put(
      String(decoding: try first.bytes(of: "spec/resolved.yaml"), as: UTF8.self), "again/parabola.yaml")
    let second = try ResultBundle(at: try tool("run", resolved, "--out", folder.path + "/b").lastLine)
    #expect(first.index.id == second.index.id && first.index.resultDigest == second.index.resultDigest)
  }

  @Test(arguments: [[], [("NO_COLOR", "1")], [("TERM", "xterm-256color")]] as [[(String, String)]])
  func `off a terminal nothing has escape codes and progress is few lines`(_ variables: [(String, String)]) throws {
    let folder = try TemporaryFolder()
    let environment = variables.map { (name: $0.0, value: Optional($0.1)) }
    let answer = try Tool(environment: environment)(
      "run", try folder.put(Specs.parabola, "parabola.yaml"), "--out", folder.path, "--set", "train.stop.steps=3000")
    #expect(answer.exit == 0)
    for text in [answer.out, answer.err] { #expect(!text.contains("\u{1B}") && !text.contains("\r")) }
    let lines = answer.err.split(separator: "\n")
    #expect((1...21).contains(lines.count), "\(lines.count) lines")
    #expect(lines.last?.hasPrefix("step 3000/3000 (100%)") ?? false)
  }

  @Test func `a bundle does not depend on how it was asked for`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.parabola, "parabola.yaml")
    var digests: Set<String> = []
    let ways: [(Tool, [String])] = [
      (Tool(environment: [("LC_ALL", "de_DE.UTF-8"), ("TZ", "Asia/Tokyo")]), ["--threads", "1"]),
      (Tool(environment: [("CONDENSESPEC_ISA", InstructionSet.base.rawValue)], folder: folder.path), ["--threads", "3"]),
      (Tool(environment: [("HOME", nil), ("CONDENSESPEC_DATA", nil)]), ["--quiet"]),
    ]
    for (index, (tool, words)) in ways.enumerated() {
      let answer = try tool(["run", spec, "--out", "\(folder.path)/\(index)"] + words)
      digests.insert(try ResultBundle(at: answer.lastLine).index.resultDigest.hex)
    }
    #expect(digests.count == 1)
  }

  @Test func `a page read back from a bundle has every figure of the page that the run wrote`() throws {
    let folder = try TemporaryFolder()
    let run = try tool(
      "run", Repository.examples + "/fit-1d.yaml", "--quiet", "--out", folder.path,
      "--set", "probes.features={neuron_features: {layer: hidden}, at: [start, end]}", "--set", "figures.angles={orientation: features}")
    try #require(run.exit == 0, "\(run.err)")
    let page = try tool("report", run.lastLine, "--html", folder.path + "/page.html")
    #expect(page.exit == 0)
    let (read, written) = try (folder.text("page.html"), folder.text(run.lastLine.replacing(folder.path + "/", with: "") + "/report.html"))
    #expect(read == written && read.contains("orientation θ"))
  }

  @Test func `report prints the summary and writes the page`() throws {
    let folder = try TemporaryFolder()
    let run = try tool("run", try folder.put(Specs.parabola, "parabola.yaml"), "--out", folder.path)
    let summary = try tool("report", run.lastLine)
    #expect(summary.exit == 0 && summary.out.contains("[pass] falls"))
    let page = try tool("report", run.lastLine, "--html", folder.path + "/page.html")
    #expect(page.exit == 0)
    #expect(try folder.text("page.html").hasPrefix("<!DOCTYPE html>"))
    #expect(try tool("report", run.lastLine, "--html", "/proc/page.html").exit == 3)
  }
}
