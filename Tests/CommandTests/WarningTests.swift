import Results
import TestFolders
import Testing

/// Warnings at the end of a run: they are said, kept in the bundle, and change no exit code.
@Suite struct WarningTests {
  let tool = Tool()

  static let start = """
    condensespec: 1
    title: A small network
    precision: float64
    data: {train: {function: {of: sin(3*x), x: {linspace: [-1, 1, 9]}}}}
    model: {layers: {hidden: {dense: {units: 2, activation: tanh}}, readout: {dense: {units: 1}}}, loss: {mse: 1}}
    init: {default: {normal: {std: 1}}}

    """

  static let training = "train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 3}}\n"

  static func probe(_ threshold: String, _ moments: String) -> String {
    "probes: {curvature: {hessian_spectrum: {zero_below: \(threshold)}, at: \(moments)}}\n"
  }

  /// Whitespace made alike: lines of a terminal are broken.
  static func joined(_ text: String) -> String { text.split { $0 == " " || $0 == "\n" }.joined(separator: " ") }

  @Test func `eigenvalues near the threshold are told with probe, step and count`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Self.start + Self.training + Self.probe("0.1", "[0, end]"), "near.yaml")
    let answer = try tool("run", spec, "--out", folder.path)
    #expect(answer.exit == 0)
    let bundle = try ResultBundle(at: answer.lastLine)
    let near = try #require(try bundle.table("probes/curvature.csv").numbers(of: "near")).map { Int($0 ?? 0) }
    #expect(near.allSatisfy { $0 > 0 })
    let sentence =
      "`curvature` has eigenvalues within a factor of 10 of the threshold 0.1: \(near[0]) at step 0, \(near[1]) at step 3. "
      + "The counts hang on `zero_below`."
    #expect(bundle.index.detail["warnings"]?.elements?.compactMap(\.text) == [sentence])
    #expect(Self.joined(answer.out).contains("warning: " + sentence))
    #expect(String(decoding: try bundle.bytes(of: "report.html"), as: UTF8.self).contains("warning</span>"))
    #expect(try Self.joined(tool("report", bundle.path).out).contains("warning: " + sentence))
  }

  @Test func `a threshold far from every eigenvalue is told nothing of`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Self.start + Self.training + Self.probe("1e-30", "end"), "clear.yaml")
    let answer = try tool("run", spec, "--out", folder.path)
    let bundle = try ResultBundle(at: answer.lastLine)
    #expect(answer.exit == 0 && !answer.out.contains("warning") && bundle.index.detail["warnings"] == nil)
    #expect(!String(decoding: try bundle.bytes(of: "report.html"), as: UTF8.self).contains("warning</span>"))
  }

  @Test func `stages are named, and a sweep repeats what its points warn of`() throws {
    let folder = try TemporaryFolder()
    let stages = """
      stages:
        first: {train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 2}}}
        wide:  {embed: {split: {hidden: [{unit: 0, shares: [0.5, 0.5]}]}}}

      """
    let staged = try folder.put(Self.start + stages + Self.probe("0.1", "{after: [wide]}"), "staged.yaml")
    let answer = try tool("run", staged, "--out", folder.path)
    #expect(answer.exit == 0 && Self.joined(answer.out).contains("at step 3 (stage `wide`)"), "\(answer.out)")
    let sweep = Self.start + Self.training + "sweep: {grid: {seed: [1, 2]}}\n" + Self.probe("0.1", "end")
    let swept = try tool("run", try folder.put(sweep, "swept.yaml"), "--out", folder.path)
    let text = Self.joined(swept.out)
    #expect(swept.exit == 0 && text.contains("warning: seed=1: `curvature` has") && text.contains("warning: seed=2:"), "\(swept.out)")
  }
}
