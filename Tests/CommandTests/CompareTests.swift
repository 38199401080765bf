import Results
import TestFolders
import Testing

/// `diff` and `verify` on bundles that the tool made.
@Suite struct CompareTests {
  let tool = Tool()

  /// Runs a spec under its own folder; gives the bundle's path.
  func made(_ folder: TemporaryFolder, _ name: String, _ words: String...) throws -> String {
    let spec = try folder.put(Specs.parabola, "parabola.yaml")
    let answer = try tool(["run", spec, "--quiet", "--out", folder.path + "/" + name] + words)
    try #require(answer.exit == 0 || answer.exit == 1, "\(answer.err)")
    return answer.lastLine
  }

  @Test func `two runs of one spec are equal to the byte`() throws {
    let folder = try TemporaryFolder()
    let (a, b) = (try made(folder, "a"), try made(folder, "b", "--threads", "3"))
    let answer = try tool("diff", a, b, "--require", "bytes")
    #expect(answer.exit == 0 && answer.out.hasPrefix("EQUAL at `bytes`"), "\(answer.out)")
    let json = try CanonicalJSON(parsing: Array(try tool("diff", a, b, "--json").out.utf8), name: "diff")
    #expect(json["level"]?.text == "bytes", "\(json.prettyText)")
  }

  @Test func `another learning rate: what was asked, the first step and the tensor are named, exit 1`() throws {
    let folder = try TemporaryFolder()
    let a = try made(folder, "a")
    let b = try made(folder, "b", "--set", "train.optimizer.gradient_descent.learning_rate=0.1000001")
    let answer = try tool("diff", a, b, "--require", "bits")
    #expect(answer.exit == 1)
    #expect(answer.out.contains("learning_rate") && answer.out.contains("0.1000001"), "\(answer.out)")
    #expect(answer.out.contains("step 10") && answer.out.contains("hidden.weight"), "\(answer.out)")
    #expect(!answer.out.contains("\u{1B}"))
  }

  @Test func `a run and a sweep cannot be compared, and it is said which is which`() throws {
    let folder = try TemporaryFolder()
    let a = try made(folder, "a")
    let sweep = try folder.put(
      Specs.parabola.replacing("seed: 1\n", with: "") + "\nsweep: {grid: {seed: [1, 2]}}\n", "sweep.yaml")
    let b = try tool("run", sweep, "--quiet", "--out", folder.path + "/b").lastLine
    let answer = try tool("diff", a, b)
    #expect(answer.exit == 1 && answer.out.hasPrefix("NOT COMPARABLE"), "\(answer.out)")
    #expect(answer.out.contains("B is a sweep and A a run"), "\(answer.out)")
  }

  @Test func `numbers written in another way are not a difference`() throws {
    let folder = try TemporaryFolder()
    let a = try made(folder, "a")
    let b = try made(folder, "b", "--set", "train.optimizer.gradient_descent.learning_rate=1e-1")
    #expect(try tool("diff", a, b, "--require", "bytes").exit == 0)
  }

  @Test func `a flipped claim shows`() throws {
    let folder = try TemporaryFolder()
    let a = try made(folder, "a")
    let b = try made(folder, "b", "--set", "claims.falls.expect=last(train.loss) > first(train.loss)")
    let answer = try tool("diff", a, b, "--require", "claims")
    #expect(answer.exit == 1)
    #expect(answer.out.contains("falls"), "\(answer.out)")
  }

  @Test(arguments: ["threads", "isa", "resume", "threads,isa,resume"])
  func `an experiment is reproduced under every variation`(_ list: String) throws {
    let folder = try TemporaryFolder()
    let path = try made(folder, "a")
    let answer = try tool("verify", path, "--rerun", "--vary", list)
    #expect(answer.exit == 0)
    #expect(answer.out.contains("reproduced") && !answer.out.contains("DIFFERENT"), "\(answer.out)")
  }

  @Test func `a whole bundle with a forged result is not reproduced, exit 1`() throws {
    let folder = try TemporaryFolder()
    let path = try made(folder, "a")
    // The spec of one run under the results of another: every digest is right, and running again tells.
    let other = try made(folder, "b", "--set", "seed=2")
    let forged = folder.path + "/forged"
    try Forgery.make(results: path, spec: other, at: forged)
    #expect(try tool("verify", forged).exit == 0)
    let answer = try tool("verify", forged, "--rerun")
    #expect(answer.exit == 1)
    #expect(answer.out.contains("DIFFERENT") && answer.out.contains("not reproduced"), "\(answer.out)\(answer.err)")
  }
}

/// A bundle whose files do not belong together although every digest is right.
enum Forgery {
  static func make(results: String, spec: String, at path: String) throws {
    let index = try ResultBundle(at: results).index
    let identity = RunIdentity(
      specName: index.specName, resolvedSpec: try FileBytes.read(spec + "/spec/resolved.yaml"), data: index.data,
      numerics: index.numerics)
    var artifacts: [Artifact] = []
    for artifact in index.artifacts {
      let from = artifact.path == "spec/resolved.yaml" ? spec : results
      let bytes = try FileBytes.read(from + "/" + artifact.path)
      try Folder.create(Folder.parent(of: path + "/" + artifact.path))
      try DurableFile.write(bytes, to: path + "/" + artifact.path)
      artifacts.append(Artifact(file: artifact.file, bytes: bytes.count, digest: ContentDigest(of: bytes)))
    }
    let forged = BundleIndex(identity, index.status, detail: index.detail, artifacts: artifacts)
    try DurableFile.write(Array(forged.json.prettyText.utf8), to: path + "/bundle.json")
    let sums = (artifacts.map { ($0.path, $0.digest) } + [("bundle.json", ContentDigest(of: forged.json.prettyText))])
      .sorted { $0.0 < $1.0 }.map { "\($0.1.hex)  \($0.0)\n" }.joined()
    try DurableFile.write(Array(sums.utf8), to: path + "/MANIFEST.sha256")
  }
}
