import Glibc
import Results
import TestFolders
import Testing

@Suite struct IntegrityTests {
  struct Case {
    let id: String
    let harm: @Sendable (String) throws -> Void
    let kind: IntegrityProblem.Kind
    let path: String
  }

  static let cases = [
    Case(
      id: "altered", harm: { try DurableFile.write(Array("step,train.loss\n".utf8), to: $0 + "/metrics.csv") },
      kind: .altered, path: "metrics.csv"),
    Case(id: "missing", harm: { unlink($0 + "/claims.json") }, kind: .missing, path: "claims.json"),
    Case(
      id: "extra", harm: { try DurableFile.write([1], to: $0 + "/probes/new.csv") }, kind: .extra,
      path: "probes/new.csv"),
    Case(
      id: "link",
      harm: {
        rename($0 + "/metrics.csv", $0 + "-away")
        symlink($0 + "-away", $0 + "/metrics.csv")
      }, kind: .unreadable, path: "metrics.csv"),
    Case(
      id: "manifest", harm: { try DurableFile.write([1], to: $0 + "/MANIFEST.sha256") }, kind: .manifest,
      path: "MANIFEST.sha256"),
    Case(id: "no manifest", harm: { unlink($0 + "/MANIFEST.sha256") }, kind: .missing, path: "MANIFEST.sha256"),
  ]

  @Test(arguments: cases.indices)
  func `each kind of damage is named with its file`(_ index: Int) throws {
    let folder = try TemporaryFolder()
    let bundle = try SmallRun().write(under: folder.path).bundle
    let row = IntegrityTests.cases[index]
    try row.harm(bundle.path)
    let problems = try ResultBundle(at: bundle.path).verifyIntegrity()
    #expect(problems.map(\.kind) == [row.kind], "\(row.id)")
    #expect(problems.map(\.path) == [row.path], "\(row.id)")
  }

  @Test func `an index changed by hand is found by the manifest, the id and the digest`() throws {
    let folder = try TemporaryFolder()
    let bundle = try SmallRun().write(under: folder.path).bundle
    let path = bundle.path + "/bundle.json"
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    let digest = bundle.index.resultDigest.hex
    let shifted = text.replacing("\"numerics\": 1", with: "\"numerics\": 2")
      .replacing(digest, with: String(digest.reversed()))
    try DurableFile.write(Array(shifted.utf8), to: path)
    let problems = try ResultBundle(at: bundle.path).verifyIntegrity()
    #expect(Set(problems.map(\.kind)) == [.manifest, .id, .resultDigest])
  }

  @Test func `a file is not read when it is not what was written`() throws {
    let folder = try TemporaryFolder()
    let bundle = try SmallRun().write(under: folder.path).bundle
    try DurableFile.write([1], to: bundle.path + "/metrics.csv")
    #expect(throws: ResultsFailure.altered(path: bundle.path + "/metrics.csv")) {
      try bundle.table("metrics.csv")
    }
  }

  @Test func `what is no bundle, or of a later format, says so`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ResultsFailure.missing(path: folder.path + "/none")) {
      _ = try ResultBundle(at: folder.path + "/none/")
    }
    #expect(throws: ResultsFailure.notABundle(path: folder.path)) { _ = try ResultBundle(at: folder.path) }
    try folder.put("{\"format\": 99}", "bundle.json")
    #expect(throws: ResultsFailure.newerFormat(path: folder.path + "/bundle.json", format: 99, known: 1)) {
      _ = try ResultBundle(at: folder.path)
    }
    let zeros = String(repeating: "0", count: 64)
    try folder.put(
      """
      {"format": 1, "numerics": 1, "id": "\(zeros)", "status": "complete", "result_digest": "\(zeros)",
       "artifacts": [{"path": "../../secret", "bytes": 1, "sha256": "\(zeros)", "class": "exact"}]}
      """, "bundle.json")
    #expect(throws: ResultsFailure.invalidName(name: "../../secret", reason: "a part of it begins with a dot")) {
      _ = try ResultBundle(at: folder.path)
    }
  }
}
