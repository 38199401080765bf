import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Runtime
import SourceDiagnostics
import Testing

/// `learning_rate: auto`: the first rate, and what counts as a rise of the loss.
@Suite struct RateSearchTests {
  static func experiment(
    _ model: String, initial: String = "{default: {normal: {std: 0.2}}}", rate: String = "auto", steps: Int = 50,
    precision: String = "float64"
  ) throws -> ExperimentGraph {
    let text = """
      condensespec: 1
      precision: \(precision)
      data: {train: {function: {of: x^2, x: [-1/2, -1/6, 1/6, 1/2]}}}
      model: \(model)
      init: \(initial)
      train: {optimizer: {gradient_descent: {learning_rate: \(rate)}}, batch: full, stop: {steps: \(steps)}}
      """
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    return try #require(reader.graph, "\(diagnostics.list)")
  }

  static func model(units: Int, scale: String = "1", factor: String = "1/2") -> String {
    "{layers: {hidden: {dense: {units: \(units), activation: relu}}, readout: {dense: {units: 1, bias: false}}}, "
      + "output_scale: \(scale), loss: {mse: {factor: \(factor)}}}"
  }

  /// A two-layer network, and its first rate by hand.
  struct Case: Sendable {
    let units: Int, scale: String, factor: String, hidden: String, readout: String, rate: String
    let expected: Double
  }

  @Test(arguments: [
    // κ = 0.01 · 4 = 0.04 and κ' = 4, 2 m κ² (κ' + 1/κ') = 2 · 100 · 0.0016 · 4.25 = 1.36; the rate is 0.04 · 0.3 / 1.36.
    Case(units: 100, scale: "1", factor: "1/2", hidden: "0.1", readout: "0.4", rate: "auto", expected: 0.04 * 0.3 / 1.36),
    // The loss is twice as large, and moves twice as fast; the step is half as large.
    Case(units: 100, scale: "1", factor: "1", hidden: "0.1", readout: "0.4", rate: "{auto: {step: 0.15}}", expected: 0.003 / 1.36),
    // The same κ and κ' with α = 25: the rate is 25 times that of α = 1, in the same normalized time.
    Case(units: 100, scale: "1/25", factor: "1/2", hidden: "0.5", readout: "2", rate: "auto", expected: 1 * 0.3 / 1.36),
    // Small scales: κ = 0.0001 is more than 2 · 10 · 10⁻⁸ · 2.
    Case(units: 10, scale: "1", factor: "1/2", hidden: "0.01", readout: "0.01", rate: "auto", expected: 0.3),
    Case(units: 10, scale: "1", factor: "1/2", hidden: "0.01", readout: "0.01", rate: "{auto: {start: 7}}", expected: 7),
  ]) func `the first rate is that of the normalized rule`(_ item: Case) throws {
    let experiment = try Self.experiment(
      Self.model(units: item.units, scale: item.scale, factor: item.factor),
      initial: "{hidden: {normal: {std: \(item.hidden)}}, readout: {normal: {std: \(item.readout)}}}", rate: item.rate)
    let start = try #require(experiment.training.search?.start)
    #expect(abs(start - item.expected) <= 1e-14 * item.expected)
    #expect(experiment.training.search?.rate(halvings: 3) == start / 8)
  }

  @Test func `three realizations of the same scales take the same normalized steps`() throws {
    // The loss after 200 updates depends on κ and κ' alone, up to rounding.
    let losses = try [("1", "0.1", "0.4"), ("1/25", "0.5", "2"), ("1/100", "1", "4")].map { scale, hidden, readout in
      let experiment = try Self.experiment(
        Self.model(units: 100, scale: scale),
        initial: "{hidden: {normal: {std: \(hidden)}}, readout: {normal: {std: \(readout)}}}", steps: 200)
      return try Self.trained(experiment).state.loss ?? .nan
    }
    for loss in losses { #expect(abs(loss - losses[0]) <= 1e-10 * losses[0], "\(losses)") }
  }

  static func trained(_ experiment: ExperimentGraph) throws -> Trainer {
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    session.initialize()
    var trainer = Trainer(experiment, programs)
    try trainer.advance(&session, to: experiment.training.stop.maximumSteps)
    return trainer
  }

  @Test func `one weight on one parabola rises exactly beyond its stability limit`() throws {
    // For a line without bias the curvature is the mean of x² over ±1/2 and ±1/6, (1/4 + 1/36)/2 = 5/36, and descent is stable below
    // 2/(5/36) = 14.4.
    let model = "{layers: {readout: {dense: {units: 1, bias: false}}}, loss: {mse: {factor: 1/2}}}"
    for (rate, rises) in [("14.3", false), ("14.5", true)] {
      let trainer = try Self.trained(Self.experiment(model, initial: "{default: 3}", rate: "{auto: {start: \(rate)}}"))
      #expect(trainer.state.hasRisen == rises)
      #expect(trainer.state.step == (rises ? 1 : 50))
    }
  }

  @Test(arguments: ["float32", "float64"]) func `a loss at the level of rounding has not risen`(_ precision: String) throws {
    // The residuals are rounding after some hundred updates, and go up and down.
    let experiment = try Self.experiment(
      "{layers: {readout: {dense: {units: 1}}}, loss: {mse: {factor: 1/2}}}", initial: "{default: 3}", rate: "{auto: {start: 1}}",
      steps: 3000, precision: precision)
    let trainer = try Self.trained(experiment)
    #expect(!trainer.state.hasRisen && trainer.state.step == 3000)
  }
}
