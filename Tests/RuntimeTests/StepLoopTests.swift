import CallCounter
import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Runtime
import SourceDiagnostics
import Testing

/// The loop over the updates between two observations: it does arithmetic and nothing else.
@Suite struct StepLoopTests {
  /// A small experiment: what stands in `train:`, and how its loss is called.
  struct Case: Sendable, CustomTestStringConvertible {
    let train: String
    var precision = "float32"
    var testDescription: String { train + " " + precision }
  }

  static let cases = [
    Case(train: "{optimizer: {gradient_descent: {learning_rate: 1e-4}}, batch: full, stop: {steps: 100000}}"),
    Case(train: "{optimizer: {gradient_descent: {learning_rate: 1e-4}}, batch: full, stop: {steps: 100000}}", precision: "float64"),
    Case(train: "{optimizer: {adam: {learning_rate: {cosine: {from: 1e-3, steps: 90000}}}}, batch: full, stop: {steps: 100000}}"),
    Case(
      train: "{optimizer: {sgd: {learning_rate: {warm_up: {to: 1e-5, steps: 5000}}, momentum: 0.9}}, batch: full, stop: {epochs: 100000}}"),
    Case(train: "{optimizer: {gradient_descent: {learning_rate: 1e-4}}, batch: 7, shuffle: false, stop: {steps: 100000}}"),
    Case(
      train: "{optimizer: {gradient_descent: {learning_rate: 1e-4}}, batch: full, stop: {steps: 100000, loss: 1e-9}}"),
    Case(train: "{optimizer: {gradient_descent: {learning_rate: {auto: {start: 1e-4}}}}, batch: full, stop: {steps: 100000, loss: 1e-9}}"),
  ]

  /// The experiment of a case.
  static func experiment(_ item: Case, units: Int = 30) throws -> ExperimentGraph {
    let text = """
      condensespec: 1
      precision: \(item.precision)
      data: {train: {function: {of: sin(3*x), x: {linspace: [-1, 1, 40]}}}}
      model:
        layers: {hidden: {dense: {units: \(units), activation: tanh}}, readout: {dense: {units: 1}}}
        loss: {mse: {factor: 1}}
      init: {default: lecun}
      train: \(item.train)
      """
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    return try #require(reader.graph, "\(diagnostics.list)")
  }

  @Test(arguments: cases, [1, 2]) func `two thousand updates allocate nothing and count no references`(
    _ item: Case, _ threads: Int
  ) throws {
    // On two threads some instructions are large enough to be shared.
    let experiment = try Self.experiment(item, units: threads == 1 ? 30 : 800)
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: threads)
    session.initialize()
    var trainer = Trainer(experiment, programs)
    try trainer.advance(&session, to: 10)
    let before = (counted_allocations(), counted_references())
    try trainer.advance(&session, to: 2010)
    let after = (counted_allocations(), counted_references())
    #expect(trainer.state.step == 2010 && trainer.state.stop == nil)
    #expect(after.0 - before.0 == 0, "\(after.0 - before.0) allocations")
    // The call itself may look at what the trainer holds; two thousand updates may not.
    #expect(after.1 - before.1 < 100, "\(after.1 - before.1) retains and releases")
  }

  @Test func `the counters count`() {
    let before = (counted_allocations(), counted_references())
    var objects: [Object] = []
    for _ in 0..<200 { objects.append(Object()) }
    #expect(counted_allocations() - before.0 >= 200)
    let copy = objects.map { $0 }
    #expect(copy.count == 200)
    #expect(counted_references() - before.1 >= 200)
  }

  private final class Object {}

  @Test(arguments: cases) func `steps in one go are the steps one by one`(_ item: Case) throws {
    let experiment = try Self.experiment(item)
    let programs = ExperimentPrograms(experiment)
    var losses: [Double] = []
    for stride in [1, 7, 100] {
      var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
      session.initialize()
      var trainer = Trainer(experiment, programs)
      while trainer.state.step < 100 { try trainer.advance(&session, to: min(100, trainer.state.step + stride)) }
      losses.append(try #require(trainer.state.loss))
    }
    #expect(Set(losses).count == 1, "\(losses)")
  }
}
