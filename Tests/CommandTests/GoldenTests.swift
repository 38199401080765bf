import Constructs
import Glibc
import Kernels
import Results
import Testing

/// The bits of small experiments that use the whole vocabulary, on every instruction set and with several thread counts.
///
/// `CONDENSESPEC_UPDATE=1` rewrites digests.txt, unless `CI` is set; a change of a digest is a change of the numerics version.
@Suite struct GoldenTests {
  static let folder = Repository.fixtures + "/golden"
  static let digestsPath = folder + "/digests.txt"

  /// One spec in one precision: one line of digests.txt.
  struct Case: CustomTestStringConvertible {
    let spec: String
    let precision: String
    var name: String { "\(spec.dropLast(".yaml".count)) \(precision)" }
    var testDescription: String { name }
  }

  static let cases: [Case] = ((try? Repository.specs(in: folder)) ?? []).flatMap { spec in
    ["float32", "float64"].map { Case(spec: spec, precision: $0) }
  }

  static var isUpdating: Bool { getenv("CONDENSESPEC_UPDATE") != nil && getenv("CI") == nil }

  /// One way of executing: nothing of it may change a bit.
  struct Path {
    let instructionSet: InstructionSet
    let threads: Int

    /// Every instruction set of this machine with 1, 2 and 3 threads; 7 on the best one where work is cut finely.
    static func all(isWide: Bool) -> [Path] {
      InstructionSet.available.flatMap { set in [1, 2, 3].map { Path(instructionSet: set, threads: $0) } }
        + (isWide ? [Path(instructionSet: .best, threads: 7)] : [])
    }
  }

  @Test(arguments: cases) func `a spec has its golden digest on every path`(_ item: Case) async throws {
    var digests: [String] = []
    for path in Path.all(isWide: item.spec.contains("wide")) {
      let digest = try Self.run(item, path).index.resultDigest.hex
      if let first = digests.first {
        #expect(digest == first, "\(path.instructionSet.rawValue) with \(path.threads) threads parts from \(Path.all(isWide: false)[0])")
      }
      digests.append(digest)
    }
    let golden = try Self.golden()[item.name]
    if Self.isUpdating {
      try await GoldenRecord.shared.set(item.name, digests[0])
    } else {
      #expect(golden == digests[0], "see \(Self.digestsPath)")
    }
  }

  @Test func `digests stand for all golden specs and nothing else`() throws {
    guard !Self.isUpdating else { return }
    #expect(try Self.golden().keys.sorted() == Self.cases.map(\.name).sorted())
    #expect(Self.cases.count >= 20)
  }

  @Test func `the golden specs use the whole vocabulary but mnist`() throws {
    var used: Set<String> = ["mnist"]
    for spec in try Repository.specs(in: Self.folder) {
      let shown = try Tool()("show", Self.folder + "/" + spec, "--stage", "spec")
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

  @Test func `a probe, a metric and a checkpoint more change no parameter`() throws {
    let folder = try TemporaryFolder()
    let spec = Self.folder + "/activations-kinked.yaml"
    let tool = Tool()
    #expect(try tool("run", spec, "-q", "--out", folder.path + "/plain").exit == 0)
    let more = try tool(
      "run", spec, "-q", "--out", folder.path + "/more", "--set", "probes.extra={gradient_norm: {norm: l1}, at: {every: 3}}",
      "--set", "metrics.at=[start, {every: 2}, end]", "--set", "checkpoints.at=[{every: 7}, end]")
    try #require(more.exit == 0, "\(more.err)")
    let (plain, richer) = (
      try ResultBundle(onlyOneUnder: folder.path + "/plain"), try ResultBundle(onlyOneUnder: folder.path + "/more")
    )
    #expect(plain.index.id != richer.index.id)
    let last = try #require(plain.index.artifacts.map(\.path).first { $0.hasPrefix("checkpoints/") })
    #expect(try plain.bytes(of: last) == richer.bytes(of: last))
    for tensor in ["a.weight", "a.bias", "out.weight"] {
      let (few, many) = (try plain.trace(of: tensor), try richer.trace(of: tensor))
      #expect(!few.isEmpty && Set(few).isSubset(of: many), "\(tensor)")
    }
  }

  /// Runs a case to its end; a claim that fails is as good as one that holds.
  static func run(_ item: Case, _ path: Path) throws -> ResultBundle {
    let folder = try TemporaryFolder()
    let tool = Tool(environment: [("CONDENSESPEC_ISA", path.instructionSet.rawValue)])
    let answer = try tool(
      "run", Self.folder + "/" + item.spec, "-q", "--set", "precision=\(item.precision)", "--threads", "\(path.threads)", "--out",
      folder.path)
    try #require(answer.exit == 0 || answer.exit == 1, "\(item.name): \(answer.err)")
    return try ResultBundle(at: answer.lastLine)
  }

  /// digests.txt: a name, a precision and a digest a line.
  static func golden() throws -> [String: String] {
    guard let bytes = try? FileBytes.read(digestsPath) else { return [:] }
    var result: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words.count == 3 { result["\(words[0]) \(words[1])"] = words[2] }
    }
    return result
  }
}

/// The digests of this process, written as they come when goldens are rewritten.
actor GoldenRecord {
  static let shared = GoldenRecord()
  private var digests: [String: String]?

  func set(_ name: String, _ digest: String) throws {
    let known = Set(GoldenTests.cases.map(\.name))
    var digests = try self.digests ?? GoldenTests.golden().filter { known.contains($0.key) }
    digests[name] = digest
    self.digests = digests
    let lines = digests.keys.sorted().map { "\($0) \(digests[$0] ?? "")\n" }
    try DurableFile.write(Array(lines.joined().utf8), to: GoldenTests.digestsPath)
  }
}
