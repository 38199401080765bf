import Constructs
import DataStore
import ExperimentGraph
import Runtime
import SourceDiagnostics
import Testing

/// Points of a sweep that compute the same share one plan, and only those.
@Suite struct SharedPlansTests {
  static let parts: [(String, String)] = [
    ("units: 5", "units: 6"), ("factor: 1", "factor: 2"), ("precision: float64", "precision: float32"),
    ("activation: tanh", "activation: relu"),
    ("condensespec: 1", "condensespec: 1\n# moved"), ("readout", "last"),
  ]

  /// The experiment, with changes.
  static func experiment(_ changes: [(String, String)] = []) throws -> ExperimentGraph {
    var text = """
      condensespec: 1
      precision: float64
      data: {train: {function: {of: sin(3*x), x: {linspace: [-1, 1, 12]}}}}
      model:
        layers: {hidden: {dense: {units: 5, activation: tanh}}, readout: {dense: {units: 1}}}
        loss: {mse: {factor: 1}}
      train: {optimizer: {gradient_descent: {learning_rate: 0.01}}, batch: full, stop: {steps: 100}}
      init: {default: lecun}
      seed: 1
      """
    for change in changes { text = text.replacing(change.0, with: change.1) }
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    return try #require(reader.graph, "\(diagnostics.list)")
  }

  private static func loss(_ experiment: ExperimentGraph, _ plans: SharedPlans) throws -> Double {
    let programs = ExperimentPrograms(experiment, sharing: plans)
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    session.initialize()
    var trainer = Trainer(experiment, programs)
    try trainer.advance(&session, to: 50)
    return try #require(trainer.state.loss)
  }

  @Test func `seeds, rates and spreads share a plan, and each gets its own numbers`() throws {
    let plans = SharedPlans()
    var shared: [Double] = []
    for change in [("seed: 1", "seed: 1"), ("seed: 1", "seed: 2"), ("0.01", "0.02"), ("lecun", "{normal: {std: 2}}")] {
      let experiment = try Self.experiment([change])
      shared.append(try Self.loss(experiment, plans))
      #expect(try Self.loss(experiment, SharedPlans()).bitPattern == shared.last?.bitPattern)
    }
    #expect(Set(shared).count == 4)
    #expect(plans.count == 1)
  }

  @Test(arguments: parts) func `what computes something else, or blames another place, has a plan of its own`(
    _ change: (String, String)
  ) throws {
    let plans = SharedPlans()
    _ = ExperimentPrograms(try Self.experiment(), sharing: plans)
    _ = ExperimentPrograms(try Self.experiment([change]), sharing: plans)
    #expect(plans.count == 2)
  }

  @Test func `eight plans are kept, those asked for last`() throws {
    let plans = SharedPlans()
    for units in 1...9 { _ = ExperimentPrograms(try Self.experiment([("units: 5", "units: \(units)")]), sharing: plans) }
    #expect(plans.count == 8)
    let again = ExperimentPrograms(try Self.experiment([("units: 5", "units: 1")]), sharing: plans)
    #expect(again.text == ExperimentPrograms(try Self.experiment([("units: 5", "units: 1")])).text)
    #expect(plans.count == 8)
  }
}
