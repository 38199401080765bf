import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Runtime
import SourceDiagnostics
import Testing

/// Dropout in updates, and nowhere else.
@Suite struct DropoutTests {
  static func experiment(_ layer: String, rate: String) throws -> ExperimentGraph {
    let text = """
      condensespec: 1
      precision: float64
      data: {train: {function: {of: x^2, x: [-0.5, 0.25, 1]}}}
      model:
        layers: {hidden: {dense: {units: 8, activation: tanh}}\(layer), readout: {dense: {units: 1, bias: false}}}
        loss: {mse: 1/2}
      init: {default: 0.4}
      train: {optimizer: {gradient_descent: {learning_rate: \(rate)}}, batch: full, stop: {steps: 5000}}
      """
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    return try #require(reader.graph, "\(diagnostics.list)")
  }

  /// The losses of updates 1 … count, in the order of their steps.
  static func losses(_ layer: String, rate: String, count: Int, stride: Int = 1) throws -> [Double] {
    let experiment = try experiment(layer, rate: rate)
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    session.initialize()
    var trainer = Trainer(experiment, programs)
    var losses: [Double] = []
    for target in Swift.stride(from: stride, through: count, by: stride) {
      try trainer.advance(&session, to: target)
      losses.append(try #require(trainer.state.loss))
    }
    return losses
  }

  @Test func `keeping everything changes no bit`() throws {
    let with = try Self.losses(", drop: {dropout: {keep: 1}}", rate: "0.1", count: 50)
    #expect(try with == Self.losses("", rate: "0.1", count: 50))
  }

  @Test func `what an update draws depends on its number, not on how the updates are taken`() throws {
    let one = try Self.losses(", drop: {dropout: {keep: 0.7}}", rate: "0.1", count: 60)
    let many = try Self.losses(", drop: {dropout: {keep: 0.7}}", rate: "0.1", count: 60, stride: 20)
    #expect([one[19], one[39], one[59]] == many)
    #expect(Set(one).count == 60)
  }

  /// Source: arXiv:2207.05952, equation 6: the mean of the loss is the loss and R₁ = (1 − p)/(2 n p) Σᵢⱼ |aⱼ σ(wⱼ·xᵢ)|².
  @Test func `the mean loss is that of the formula`() throws {
    let keep = 0.75
    // The rate is so small that the parameters stay where they are.
    let losses = try Self.losses(", drop: {dropout: {keep: \(keep)}}", rate: "1e-30", count: 5000)
    var expected = 0.0
    for x in [-0.5, 0.25, 1] {
      let hidden = ScalarMath.tanh(0.4 * x + 0.4)
      let output = 8 * 0.4 * hidden
      expected += (output - x * x) * (output - x * x) / 6 + (1 - keep) / (6 * keep) * 8 * (0.4 * hidden) * (0.4 * hidden)
    }
    let mean = losses.reduce(0, +) / Double(losses.count)
    let variance = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(losses.count)
    #expect(abs(mean - expected) <= 4 * (variance / Double(losses.count)).squareRoot(), "\(mean) \(expected)")
  }
}
