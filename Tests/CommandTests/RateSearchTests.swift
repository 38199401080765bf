import Kernels
import Results
import TestFolders
import Testing

/// A run that starts again with half its learning rate.
@Suite struct RateSearchCommandTests {
  let tool = Tool()
  static let spec = """
    condensespec: 1
    precision: float64
    data: {train: {function: {of: x^2, x: [-1/2, -1/6, 1/6, 1/2]}}}
    model: {layers: {readout: {dense: {units: 1, bias: false}}}, loss: {mse: {factor: 1/2}}}
    init: {default: 3}
    train: {optimizer: {gradient_descent: {learning_rate: {auto: {start: 100}}}}, batch: full, stop: {steps: 40}}
    metrics: {at: [start, 20, end]}
    checkpoints: {at: [start, 1, 20, end]}

    """

  @Test func `the rate that is found gives the results of the rate stated`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Self.spec, "line.yaml")
    // 100, 50, 25 are beyond 14.4; 12.5 is below.
    let found = try ResultBundle(at: try tool("run", spec, "--out", folder.path).lastLine)
    #expect(found.index.detail["halvings"]?.int == 3)
    #expect(found.index.detail["learning_rate"]?.double == 12.5)
    let stated = try tool("run", spec, "--out", folder.path, "--set", "train.optimizer.gradient_descent.learning_rate=12.5")
    let other = try ResultBundle(at: stated.lastLine)
    for file in ["metrics.csv", "trace.csv", "checkpoints/step-000040.safetensors", "checkpoints/step-000001.safetensors"] {
      #expect(try found.bytes(of: file) == other.bytes(of: file), "\(file)")
    }
    #expect(found.index.artifacts.map(\.path) == other.index.artifacts.map(\.path))
    #expect(try found.verifyIntegrity().isEmpty)
  }

  @Test func `an interruption at any step changes nothing`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Self.spec, "line.yaml")
    let bundle = try tool("run", spec, "--out", folder.path).lastLine
    let answer = try tool("verify", bundle, "--vary", "threads,isa,resume", "--folder", folder.path)
    #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
  }

  @Test func `a loss that rises at every rate fails with a sentence, or is a divergence where that is a result`() throws {
    let folder = try TemporaryFolder()
    // The loss of 1e154 squared is beyond any number after one step of any of these rates.
    let spec = try folder.put(
      Self.spec.replacing("start: 100", with: "start: 1e60"), "line.yaml")
    let failed = try tool("run", spec, "--out", folder.path)
    #expect(failed.exit == 3 && failed.err.contains("no learning rate was found at which the loss never rises"))
    let recorded = try tool("run", spec, "--out", folder.path, "--set", "train.on_nonfinite=record")
    #expect(try ResultBundle(at: recorded.lastLine).index.status == .diverged)
  }
}
