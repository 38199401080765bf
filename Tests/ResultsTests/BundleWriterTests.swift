import Glibc
import Results
import TestFolders
import Testing

@Suite struct BundleWriterTests {
  @Test func `a finished run is a bundle of its id, and nothing hidden stays`() throws {
    let folder = try TemporaryFolder()
    let run = try SmallRun().write(under: folder.path)
    let identity = SmallRun().identity
    #expect(run.bundle.path == folder.path + "/runs/small-" + identity.id8)
    #expect(run.bundle.index.id == identity.id)
    #expect(run.bundle.index.status == .complete)
    #expect(!run.wasAlreadyThere)
    #expect(try run.bundle.verifyIntegrity().isEmpty)
    #expect(try Folder.entries(folder.path + "/runs").map(\.name) == [identity.folderName])
    #expect(
      try Folder.files(below: run.bundle.path) == [
        "MANIFEST.sha256", "bundle.json", "checkpoints/step-000020.safetensors", "claims.json",
        "environment.json", "figures/loss.svg", "log.jsonl", "metrics.csv",
        "probes/features/step-000020.npy", "probes/spectrum/step-000020.npy", "spec/provenance.json",
        "spec/resolved.yaml", "spec/source.yaml", "trace.csv",
      ])
  }

  @Test func `the index has the keys that programs read`() throws {
    let folder = try TemporaryFolder()
    let run = try SmallRun().write(under: folder.path)
    let json = try CanonicalJSON(parsing: FileBytes.read(run.bundle.path + "/bundle.json"), name: "t")
    #expect(json["format"] == 1 && json["numerics"] == 1)
    #expect(json["status"] == "complete")
    #expect(json["detail"] == ["stopped_by": "steps"])
    let metrics = try #require(json["artifacts"]?.elements?.first { $0["path"] == "metrics.csv" })
    #expect(metrics["class"] == "exact" && metrics["bytes"]?.int == 39)
    #expect(metrics["sha256"]?.text?.utf8.count == 64)
    let spectrum = try #require(json["artifacts"]?.elements?.first { $0["class"] == "tolerance" })
    #expect(spectrum["absolute"]?.double == 1e-12 && spectrum["relative"]?.double == 1e-9)
  }

  @Test func `the result digest covers exact files alone`() throws {
    let folder = try TemporaryFolder()
    let first = try SmallRun().write(under: folder.path + "/a")
    var other = SmallRun()
    other.isa = "base"
    let second = try other.write(under: folder.path + "/b")
    #expect(first.bundle.index.resultDigest == second.bundle.index.resultDigest)
    other.metrics[2].loss = 0.126
    let third = try other.write(under: folder.path + "/c")
    #expect(first.bundle.index.resultDigest != third.bundle.index.resultDigest)
  }

  @Test func `the id follows from spec, data and numerics, not from the name`() {
    let base = SmallRun().identity
    var other = SmallRun()
    other.name = "renamed"
    #expect(other.identity.id == base.id)
    other.numerics = 2
    #expect(other.identity.id != base.id)
    other = SmallRun()
    other.resolved += "x: 1\n"
    #expect(other.identity.id != base.id)
    let x = RunIdentity.Datum(name: "x", digest: ContentDigest(of: "x"))
    let y = RunIdentity.Datum(name: "y", digest: ContentDigest(of: "y"))
    other = SmallRun()
    other.data = [y, x]
    let swapped = other.identity
    other.data = [x, y]
    #expect(swapped == other.identity)
    #expect(swapped.id != base.id)
  }

  @Test(arguments: [
    ("mnist-cnn", "mnist-cnn"), ("../../etc", "etc"), (".hidden", "hidden"), ("a b/c", "a-b-c"),
    ("", "spec"), ("凝聚 1", "凝聚-1"), ("--", "spec"),
  ])
  func `a spec's name is made safe for a folder`(_ name: String, _ folder: String) {
    #expect(RunIdentity.folderName(for: name) == folder)
  }

  @Test func `the same run finished twice is harmless`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun().write(under: folder.path)
    #expect(try BundleWriter.finished(SmallRun().identity, under: folder.path) != nil)
    let again = try SmallRun().write(under: folder.path)
    #expect(again.wasAlreadyThere)
    #expect(try Folder.entries(folder.path + "/runs").count == 1)
  }

  @Test func `another result under the same id is an error that keeps both`() throws {
    let folder = try TemporaryFolder()
    let first = try SmallRun().write(under: folder.path)
    var other = SmallRun()
    other.weight[0] = 9
    let failure = #expect(throws: ResultsFailure.self) { _ = try other.write(under: folder.path) }
    guard case .resultMismatch(let final, let theirs, _, let kept) = try #require(failure) else {
      Issue.record("\(String(describing: failure)) is not a mismatch")
      return
    }
    #expect(final == first.bundle.path && theirs == first.bundle.index.resultDigest)
    #expect(try ResultBundle(at: kept).verifyIntegrity().isEmpty)
    #expect(try first.bundle.verifyIntegrity().isEmpty)
  }

  @Test func `a stopped run is replaced by a complete one, and not the other way round`() throws {
    let folder = try TemporaryFolder()
    var short = SmallRun()
    short.metrics.removeLast()
    #expect(try short.write(under: folder.path, .stopped).bundle.index.status == .stopped)
    #expect(try BundleWriter.finished(short.identity, under: folder.path) == nil)
    #expect(try SmallRun().write(under: folder.path).bundle.index.status == .complete)
    let late = try short.write(under: folder.path, .stopped)
    #expect(late.wasAlreadyThere && late.bundle.index.status == .complete)
    #expect(try Folder.entries(folder.path + "/runs").count == 1)
  }

  @Test func `a damaged bundle under the final name is set aside`() throws {
    let folder = try TemporaryFolder()
    let first = try SmallRun().write(under: folder.path)
    try DurableFile.write([1], to: first.bundle.path + "/metrics.csv")
    #expect(try BundleWriter.finished(SmallRun().identity, under: folder.path) == nil)
    let second = try SmallRun().write(under: folder.path)
    let aside = try #require(second.setAside)
    #expect(Folder.exists(aside) && !second.wasAlreadyThere)
    #expect(try second.bundle.verifyIntegrity().isEmpty)
  }

  @Test func `two writers of one identity do not mix`() throws {
    let folder = try TemporaryFolder()
    var first = try BundleWriter(SmallRun().identity, under: folder.path)
    var second = try BundleWriter(SmallRun().identity, under: folder.path)
    let paths = (first.path, second.path)
    #expect(paths.0 != paths.1)
    try SmallRun().fill(&first)
    try SmallRun().fill(&second)
    let theirs = try second.finish(.complete)
    let ours = try first.finish(.complete)
    #expect(!theirs.wasAlreadyThere && ours.wasAlreadyThere)
    #expect(try Folder.entries(folder.path + "/runs").count == 1)
  }

  @Test(arguments: ["../x", "/x", "a//b", ".x", "a/.x", "a\nb", "a\\b", "bundle.json", "MANIFEST.sha256", ""])
  func `a name that leaves the folder or breaks the manifest is refused`(_ name: String) throws {
    let folder = try TemporaryFolder()
    var writer = try BundleWriter(SmallRun().identity, under: folder.path)
    let file = BundleFile(name, .exact)
    var refusals = 0
    do throws(ResultsFailure) { try writer.write("x", to: file) } catch { refusals += 1 }
    do throws(ResultsFailure) { try writer.append("x", to: file) } catch { refusals += 1 }
    #expect(refusals == 2)
  }

  @Test func `runs may stand elsewhere, behind a link`() throws {
    let folder = try TemporaryFolder()
    try Folder.create(folder.path + "/elsewhere")
    #expect(symlink("elsewhere", folder.path + "/runs") == 0)
    let run = try SmallRun().write(under: folder.path)
    #expect(try run.bundle.verifyIntegrity().isEmpty)
    #expect(try Folder.entries(folder.path + "/elsewhere").map(\.name) == [SmallRun().identity.folderName])
  }

  @Test func `an output place that cannot be written says so`() throws {
    let folder = try TemporaryFolder()
    try folder.put("x", "file")
    #expect(throws: ResultsFailure.self) {
      _ = try BundleWriter(SmallRun().identity, under: folder.path + "/file")
    }
    let refused = ResultsFailure.system(EROFS, "write", "/x")
    #expect(refused.description.contains("the file system is read-only"))
  }

  @Test func `a full disk is its own failure`() {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    let code = DurableFile.append([1, 2, 3], to: descriptor)
    #expect(code == ENOSPC)
    #expect(ResultsFailure.system(code, "write", "/dev/full") == .diskFull(path: "/dev/full"))
  }
}
