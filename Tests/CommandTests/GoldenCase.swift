import Kernels
import Results
import TestFolders
import Testing

/// One golden spec in one precision: one line of digests.txt.
struct GoldenCase: CustomTestStringConvertible {
  static let folder = Repository.fixtures + "/golden"
  static let digestsPath = folder + "/digests.txt"

  let spec: String
  let precision: String

  var name: String { "\(spec.dropLast(".yaml".count)) \(precision)" }
  var testDescription: String { name }

  /// Every spec of the folder in both precisions.
  static let all: [GoldenCase] = ((try? Repository.specs(in: folder)) ?? []).flatMap { spec in
    ["float32", "float64"].map { GoldenCase(spec: spec, precision: $0) }
  }

  /// Those of a few specs, by their names without ending.
  static func these(_ names: [String]) -> [GoldenCase] { all.filter { names.contains(String($0.spec.dropLast(".yaml".count))) } }

  /// What `run` is given.
  func arguments(threads: Int, out: String) -> [String] {
    [
      "run", Self.folder + "/" + spec, "--quiet", "--set", "precision=\(precision)", "--threads", "\(threads)", "--out", out,
    ]
  }

  /// The finished bundle of an answer; a claim that fails is as good as one that holds.
  func bundle(_ answer: Tool.Answer) throws -> ResultBundle {
    try #require(answer.exit == 0 || answer.exit == 1, "\(name): exit \(answer.exit), \(answer.err)")
    return try ResultBundle(at: answer.lastLine)
  }

  /// The digest that stands in digests.txt.
  var goldenDigest: String? { get throws { try Self.goldenDigests()[name] } }

  /// digests.txt: a name, a precision and a digest a line.
  static func goldenDigests() throws -> [String: String] {
    guard let bytes = try? FileBytes.read(digestsPath) else { return [:] }
    var result: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words.count == 3 { result["\(words[0]) \(words[1])"] = words[2] }
    }
    return result
  }
}

/// One way of executing: nothing of it may change a bit.
struct ExecutionPath: CustomStringConvertible {
  let instructionSet: InstructionSet
  let threads: Int

  var description: String { "\(instructionSet.rawValue) with \(threads) threads" }

  /// Every instruction set of this machine with 1, 2, 3 and 7 threads.
  static let all: [ExecutionPath] = InstructionSet.available.flatMap { set in
    [1, 2, 3, 7].map { ExecutionPath(instructionSet: set, threads: $0) }
  }

  /// Runs a case to its end and looks at its bundle before it is removed.
  func run<Seen>(_ item: GoldenCase, _ look: (ResultBundle) throws -> Seen) throws -> Seen {
    let folder = try TemporaryFolder()
    let tool = Tool(environment: [("CONDENSESPEC_ISA", instructionSet.rawValue)])
    return try look(item.bundle(try tool(item.arguments(threads: threads, out: folder.path))))
  }
}
