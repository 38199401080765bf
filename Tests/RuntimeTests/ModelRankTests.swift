import Analysis
import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Runtime
import SourceDiagnostics
import Testing

/// The rank of models against formulas. Source: arXiv:2211.11623 and JMLR 26 (2025) 24-0192.
@Suite struct ModelRankTests {
  /// The numerical rank of a model with the parameters given, or as initialized.
  static func rank(
    _ layers: String, data: String, seed: Int, parameters: [(name: String, values: [Double])] = []
  ) throws -> Int {
    let text = """
      condensespec: 1
      precision: float64
      seed: \(seed)
      data: {train: {\(data)}}
      model: {layers: {\(layers)}, loss: {mse: {factor: 1}}}
      init: {default: {normal: {std: 1}}}
      train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 1}}
      probes: {r: {model_rank: {on: train}}}
      """
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    let experiment = try #require(reader.graph, "\(diagnostics.list)")
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    session.initialize()
    for parameter in parameters { session.write(.numbers(parameter.values), to: parameter.name) }
    let measurement = experiment.probes[0].measure([session.jacobian(programs.jacobians[0], isAtStart: false)])
    return Int(measurement.scalars[0])
  }

  static func points(_ inputs: Int) -> String { "function: {of: x1, x: {normal: {n: 120, d: \(inputs)}}}" }

  @Test(arguments: [2, 3, 5], [1, 2, 3]) func `distinct neurons of tanh without bias have rank k(d + 1), with bias k(d + 2)`(
    _ d: Int, _ k: Int
  ) throws {
    for seed in [1, 2] {
      let plain = "hidden: {dense: {units: \(k), activation: tanh, bias: false}}, readout: {dense: {units: 1, bias: false}}"
      #expect(try Self.rank(plain, data: Self.points(d), seed: seed) == k * (d + 1))
      let biased = "hidden: {dense: {units: \(k), activation: tanh}}, readout: {dense: {units: 1, bias: false}}"
      #expect(try Self.rank(biased, data: Self.points(d), seed: seed) == k * (d + 2))
    }
  }

  /// m_w + m_a d, with m_w distinct input weights up to sign, m_a of them with an outgoing weight.
  @Test func `neurons that share their inputs count once, and spare ones add their own value alone`() throws {
    let layers = "hidden: {dense: {units: 6, activation: tanh, bias: false}}, readout: {dense: {units: 1, bias: false}}"
    let (u, v, w) = ([0.7, -0.4, 1.1], [0.2, 0.9, -0.5], [-1.3, 0.3, 0.6])
    let opposite = u.map { -$0 }
    let split = [u, u, opposite, v, v, v].flatMap { $0 }
    func rank(_ weights: [Double], _ readout: [Double]) throws -> Int {
      try Self.rank(
        layers, data: Self.points(3), seed: 4, parameters: [("hidden.weight", weights), ("readout.weight", readout)])
    }
    #expect(try rank(split, [0.3, 0.9, -0.2, 1.5, -0.5, 0.4]) == 2 * (3 + 1))
    // Two more directions without an outgoing weight: 2 + 2 + 2 · 3.
    let spare = [u, u, v, v, w, [0.1, 0.2, 0.3]].flatMap { $0 }
    #expect(try rank(spare, [0.3, 0.9, -0.2, 1.5, 0, 0]) == 2 * (3 + 1) + 2)
    // A neuron of zero input gives the three linear functions.
    let zero = [u, u, v, v, [0, 0, 0], v].flatMap { $0 }
    #expect(try rank(zero, [0.3, 0.9, -0.2, 1.5, 0.7, 0.1]) == 2 + 3 * 3)
  }
}
