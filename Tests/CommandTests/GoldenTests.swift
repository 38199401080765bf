import Constructs
import Glibc
import Kernels
import Results
import TestFolders
import Testing

/// The bits of small experiments that use the whole vocabulary, on every instruction set and with several thread counts.
///
/// `CONDENSESPEC_UPDATE=1` rewrites digests.txt, unless `CI` is set; a change of a digest is a change of the numerics version.
@Suite struct GoldenTests {
  static var isUpdating: Bool { getenv("CONDENSESPEC_UPDATE") != nil && getenv("CI") == nil }

  /// What a run came to: its digest, and the digests of its tensors from step to step.
  struct Outcome {
    let digest: String
    let trace: [String]

    init(_ bundle: ResultBundle) throws {
      digest = bundle.index.resultDigest.hex
      trace = String(decoding: try bundle.bytes(of: "trace.csv"), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Where another run parts from this one.
    func parting(_ other: Outcome) -> String {
      let lines = zip(trace, other.trace).first { $0 != $1 }
      return lines.map { "first at \($0.1), which should be \($0.0)" } ?? "in what is recorded, not in a traced tensor"
    }
  }

  @Test(arguments: GoldenCase.all) func `a spec has its golden digest on every path`(_ item: GoldenCase) async throws {
    var first: (path: ExecutionPath, outcome: Outcome)?
    for path in ExecutionPath.all {
      let outcome = try path.run(item, Outcome.init)
      if let first {
        #expect(
          outcome.digest == first.outcome.digest, "\(path) parts from \(first.path) \(first.outcome.parting(outcome))")
      } else {
        first = (path, outcome)
      }
    }
    let digest = try #require(first).outcome.digest
    if Self.isUpdating {
      try await GoldenRecord.shared.set(item.name, digest)
    } else {
      let golden = try item.goldenDigest
      #expect(golden == digest, "see \(GoldenCase.digestsPath)")
    }
  }

  @Test(arguments: GoldenCase.all) func `a spec comes to the same after two interruptions`(_ item: GoldenCase) throws {
    let folder = try TemporaryFolder()
    let path = ExecutionPath(instructionSet: .best, threads: 2)
    try path.run(item) { bundle in
      let answer = try Tool(environment: [("TMPDIR", folder.path)])(
        "verify", bundle.path, "--vary", "resume", "--folder", GoldenCase.folder)
      #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
    }
  }

  @Test func `digests stand for all golden specs and nothing else`() throws {
    guard !Self.isUpdating else { return }
    #expect(try GoldenCase.goldenDigests().keys.sorted() == GoldenCase.all.map(\.name).sorted())
    #expect(GoldenCase.all.count >= 2 * 30)
  }

  @Test func `the golden specs use the whole vocabulary but mnist`() throws {
    var used: Set<String> = ["mnist"]
    for spec in try Repository.specs(in: GoldenCase.folder) {
      let shown = try Tool()("show", GoldenCase.folder + "/" + spec, "--stage", "spec")
      try #require(shown.exit == 0, "\(shown.err)")
      // A shorthand and a bare word are kinds as well as a key is.
      for word in shown.out.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }) { used.insert(String(word)) }
    }
    // What has a shorter way of writing is printed in it.
    used.formUnion(["constant", "values", "step"])
    let families: [[String]] = [
      Activation.family.info.entries.map(\.kind), Layers.family.info.entries.map(\.kind), Losses.family.info.entries.map(\.kind),
      Initializers.family.info.entries.map(\.kind), Optimizers.family.info.entries.map(\.kind),
      LearningRates.family.info.entries.map(\.kind), Datasets.family.info.entries.map(\.kind),
      Points.family.info.entries.map(\.kind), Probes.family.info.entries.map(\.kind), Schedules.family.info.entries.map(\.kind),
      StopRule.family.info.entries.map(\.kind), Metrics.all.map(\.name),
    ]
    for kind in families.joined() { #expect(used.contains(kind), "no golden spec uses `\(kind)`") }
  }

  /// One of each shape of training: one batch, batches with a rest, several layers, convolutions.
  static let trainings = ["activations-kinked", "convolution-strides", "two-layer-plain", "two-layer-seventeen", "two-layer-two-classes"]

  @Test(arguments: trainings) func `a probe, metrics and checkpoints at every step change no parameter`(_ name: String) throws {
    let folder = try TemporaryFolder()
    let spec = GoldenCase.folder + "/\(name).yaml"
    let tool = Tool()
    let few = try tool("run", spec, "-q", "--out", folder.path + "/plain")
    try #require(few.exit == 0, "\(few.err)")
    let more = try tool(
      "run", spec, "-q", "--out", folder.path + "/more", "--set", "probes.extra={gradient_norm: {norm: l1}, at: {every: 3}}",
      "--set", "metrics.at={every: 1}", "--set", "checkpoints.at=[{every: 7}, end]")
    try #require(more.exit == 0, "\(more.err)")
    let (plain, richer) = (
      try ResultBundle(onlyOneUnder: folder.path + "/plain"), try ResultBundle(onlyOneUnder: folder.path + "/more")
    )
    #expect(plain.index.id != richer.index.id)
    let last = try #require(plain.index.artifacts.map(\.path).last { $0.hasPrefix("checkpoints/") })
    #expect(try plain.bytes(of: last) == richer.bytes(of: last))
    let (traced, known) = (try Outcome(plain).trace, try Outcome(richer).trace)
    #expect(traced.count > 2 && Set(traced).isSubset(of: known))
  }
}

/// The digests of this process, written as they come when goldens are rewritten.
actor GoldenRecord {
  static let shared = GoldenRecord()
  private var digests: [String: String]?

  func set(_ name: String, _ digest: String) throws {
    let known = Set(GoldenCase.all.map(\.name))
    var digests = try self.digests ?? GoldenCase.goldenDigests().filter { known.contains($0.key) }
    digests[name] = digest
    self.digests = digests
    let lines = digests.keys.sorted().map { "\($0) \(digests[$0] ?? "")\n" }
    try DurableFile.write(Array(lines.joined().utf8), to: GoldenCase.digestsPath)
  }
}
