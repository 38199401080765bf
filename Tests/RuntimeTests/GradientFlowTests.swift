import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Runtime
import SourceDiagnostics
import Testing

/// Gradient flow against what is known of it.
@Suite struct GradientFlowTests {
  static func experiment(_ model: String, initial: String, optimizer: String, stop: String) throws -> ExperimentGraph {
    let text = """
      condensespec: 1
      precision: float64
      data: {train: {function: {of: x^2, x: [-1/2, -1/6, 1/6, 1]}}}
      model: \(model)
      init: \(initial)
      train: {optimizer: \(optimizer), batch: full, stop: \(stop)}
      """
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    return try #require(reader.graph, "\(diagnostics.list)")
  }

  /// The parameters at the end, by name.
  static func end(_ experiment: ExperimentGraph) throws -> (state: TrainingState, parameters: [[Double]]) {
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    session.initialize()
    var trainer = Trainer(experiment, programs)
    try trainer.advance(&session, to: experiment.training.stop.maximumSteps)
    return (trainer.state, experiment.model.parameters.map { session.values($0.name) })
  }

  static func model(units: Int) -> String {
    "{layers: {hidden: {dense: {units: \(units), activation: tanh}}, readout: {dense: {units: 1, bias: false}}}, loss: {mse: 1/2}}"
  }

  @Test func `one weight follows its exponential`() throws {
    // L = ½ mean (w x − x²)²: w' = −λ (w − w*), λ = mean x² = (1/4 + 2/36 + 1)/4, w* = mean x³ / λ = (−1/8 + 1)/4 / λ.
    let experiment = try Self.experiment(
      "{layers: {readout: {dense: {units: 1, bias: false}}}, loss: {mse: 1/2}}", initial: "{default: 3}",
      optimizer: "{gradient_flow: {relative: 1e-9, absolute: 1e-12}}", stop: "{time: 5, steps: 10000}")
    let (state, parameters) = try Self.end(experiment)
    let rate = (1.0 / 4 + 2.0 / 36 + 1) / 4
    let target = (7.0 / 32) / rate
    let expected = target + (3 - target) * ScalarMath.exp(-rate * 5)
    #expect(state.stop == .time && state.step > 5 && state.step < 500)
    #expect(abs(parameters[0][0] - expected) < 1e-8, "\(parameters[0][0]) \(expected)")
  }

  @Test func `gradient descent comes as near to it as its rate is small`() throws {
    let flow = try Self.end(
      Self.experiment(
        Self.model(units: 20), initial: "{default: {normal: {std: 0.5}}}", optimizer: "{gradient_flow: {relative: 1e-10, absolute: 1e-12}}",
        stop: "{time: 4, steps: 10000}"))
    let distances = try [1000, 2000].map { steps -> Double in
      let descent = try Self.end(
        Self.experiment(
          Self.model(units: 20), initial: "{default: {normal: {std: 0.5}}}", optimizer: "{gradient_descent: {learning_rate: 4/\(steps)}}",
          stop: "{steps: \(steps)}"))
      let differences = zip(flow.parameters.joined(), descent.parameters.joined()).map { ($0 - $1).magnitude }
      return differences.max() ?? .nan
    }
    #expect(distances[0] < 1e-3)
    // Euler's method is of order 1: half the rate, half the distance.
    #expect(abs(distances[0] / distances[1] - 2) < 0.05, "\(distances)")
  }

  /// Source: the flow of (1/α) Σ aₖ σ(wₖ·x) with σ homogeneous keeps aₖ² − |wₖ|²: arXiv:2007.07497, section 3.
  @Test func `it keeps the difference of squares of every neuron, the better the less error may be made`() throws {
    let model = "{layers: {hidden: {dense: {units: 30, activation: relu}}, readout: {dense: {units: 1, bias: false}}}, loss: {mse: 1/2}}"
    func balances(_ parameters: [[Double]]) -> [Double] {
      zip(parameters[2], zip(parameters[0], parameters[1])).map { a, w in a * a - w.0 * w.0 - w.1 * w.1 }
    }
    func drift(_ relative: String) throws -> Double {
      let optimizer = "{gradient_flow: {relative: \(relative), absolute: 1e-12}}"
      let start = try Self.end(Self.experiment(model, initial: "{default: {normal: {std: 0.5}}}", optimizer: optimizer, stop: "{steps: 0}"))
      let end = try Self.end(
        Self.experiment(model, initial: "{default: {normal: {std: 0.5}}}", optimizer: optimizer, stop: "{time: 20, steps: 100000}"))
      #expect(zip(start.parameters[2], end.parameters[2]).contains { ($0 - $1).magnitude > 1e-2 }, "they move")
      return zip(balances(start.parameters), balances(end.parameters)).map { ($0 - $1).magnitude }.max() ?? .nan
    }
    let (coarse, fine) = (try drift("1e-4"), try drift("1e-8"))
    #expect(coarse < 1e-3 && fine < 1e-6 && fine < coarse / 100, "\(coarse) \(fine)")
  }

  @Test func `in normalized time, realizations of the same scales are at the same place`() throws {
    let losses = try ["alpha_one", "hidden_one", "readout_one"].map { realization -> Double in
      let model =
        "{layers: {hidden: {dense: {units: 50, activation: relu}}, readout: {dense: {units: 1, bias: false}}}, "
        + "parameterization: {phase: {gamma: 1, gamma_prime: 0.3, realization: \(realization)}}, loss: {mse: 1/2}}"
      let experiment = try Self.experiment(
        model, initial: "{}", optimizer: "{gradient_flow: {normalized: true, relative: 1e-9, absolute: 1e-14}}",
        stop: "{time: 5, steps: 10000}")
      let (state, _) = try Self.end(experiment)
      #expect(state.stop == .time)
      return try #require(state.loss)
    }
    for loss in losses { #expect(abs(loss - losses[0]) < 1e-3 * losses[0], "\(losses)") }
  }

  @Test func `steps in one go are the steps one by one`() throws {
    let experiment = try Self.experiment(
      Self.model(units: 20), initial: "{default: {normal: {std: 0.5}}}", optimizer: "{gradient_flow: {relative: 1e-5}}",
      stop: "{steps: 30, loss: 1e-12}")
    let programs = ExperimentPrograms(experiment)
    var states: [TrainingState] = []
    for stride in [1, 7, 30] {
      var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
      session.initialize()
      var trainer = Trainer(experiment, programs)
      while trainer.state.step < 30 { try trainer.advance(&session, to: min(30, trainer.state.step + stride)) }
      states.append(trainer.state)
    }
    #expect(states[0] == states[1] && states[1] == states[2], "\(states)")
  }
}
