import Glibc
import Results
import TestFolders
import Testing

/// Every spec that is shipped is right, every example runs to the exit code it teaches, and the short MNIST experiment has its control.
@Suite struct ExampleTests {
  let tool = Tool()

  static let shipped: [String] = ["specs", "specs/published", "examples"].flatMap { folder in
    ((try? Repository.specs(in: Repository.path + "/" + folder)) ?? []).map { folder + "/" + $0 }
  }

  /// Whether the stored MNIST is at hand: `condensespec data get mnist` makes it so.
  static let hasMNIST = (try? Tool()("data", "list").out.contains("mnist  there")) ?? false
  static let needed: Comment = "MNIST is not at hand: run `condensespec data get mnist`"

  @Test(.enabled(if: hasMNIST, needed), arguments: shipped)
  func `a shipped spec is right`(_ spec: String) throws {
    let answer = try tool("check", Repository.path + "/" + spec)
    #expect(answer.exit == 0 && answer.out.hasSuffix(": right\n"), "\(answer.out)\(answer.err)")
  }

  @Test func `a spec of the published size is priced, not begun unasked, and runs where it is made small`() throws {
    let spec = Repository.path + "/specs/published/transformer-composition.yaml"
    let plan = try tool("plan", spec)
    #expect(plan.exit == 0 && plan.out.contains("points      810\n") && plan.out.contains(" E in all"), "\(plan.out)\(plan.err)")
    let folder = try TemporaryFolder()
    let unasked = try tool("run", spec, "--quiet", "--out", folder.path)
    #expect(unasked.exit == 2 && unasked.err.contains("--yes"), "\(unasked.exit) \(unasked.err)")
    let axes = ["gamma=[0.5, 0.8]", "depth=[2]", "rate=[2e-4]", "seed=[1]"].map { "sweep.grid." + $0 }
    let sizes = ["let.d=8", "data.train.anchor_composition.sequences=300", "train.batch=100", "train.stop.epochs=20"]
    let small = try tool(["run", spec, "--quiet", "--out", folder.path] + (axes + sizes).flatMap { ["--set", $0] })
    // Nothing is learnt in 60 updates: the claims fail, and the run does not.
    #expect(small.exit == 1, "\(small.err)")
  }

  @Test(.enabled(if: hasMNIST, needed), arguments: shipped.filter { $0.hasPrefix("examples/") })
  func `an example is short and ends as its name says`(_ spec: String) throws {
    let path = Repository.path + "/" + spec
    let lines = String(decoding: try FileBytes.read(path), as: UTF8.self).split(separator: "\n")
    #expect(lines.count < 30)
    let folder = try TemporaryFolder()
    let answer = try tool("run", path, "--quiet", "--out", folder.path)
    #expect(answer.exit == (spec.contains("failing") ? 1 : 0), "\(answer.out)\(answer.err)")
    let again = try tool("verify", answer.lastLine, "--vary", "resume")
    #expect(again.exit == 0, "\(again.out)\(again.err)")
  }

  @Test(.enabled(if: hasMNIST, needed))
  func `convolution kernels condense on digits from a tiny initialization and not from a large one`() throws {
    let spec = Repository.fixtures + "/short/mnist-cnn.yaml"
    let folder = try TemporaryFolder()
    let tiny = try tool("run", spec, "--quiet", "--out", folder.path)
    #expect(tiny.exit == 0, "\(tiny.out)\(tiny.err)")
    let large = try tool("run", spec, "--quiet", "--out", folder.path, "--set", "init.default.normal.std=0.1")
    #expect(large.exit == 1, "\(large.out)\(large.err)")
    let claims = try #require(try ResultBundle(at: large.lastLine).json("claims.json").elements)
    let verdicts = claims.map { "\($0["name"]?.text ?? ""): \($0["verdict"]?.text ?? "")" }
    #expect(verdicts.contains("condensed: fail"), "the control fails for the right reason: \(verdicts)")
    #expect(verdicts.contains("learns: pass"), "and trains all the same: \(verdicts)")
  }
}
