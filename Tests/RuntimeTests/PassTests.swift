import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Runtime
import SourceDiagnostics
import Testing

/// What goes through the model for probes.
@Suite struct PassTests {
  static func experiment(
    _ count: Int, layers: String, probes: String = "curve: {output: test}, error: {largest_error: test}"
  ) throws -> ExperimentGraph {
    let text = """
      condensespec: 1
      precision: float64
      data:
        train: {function: {of: 2*x, x: {linspace: [-1, 1, 5]}}}
        test: {function: {of: 2*x, x: {linspace: [-1, 1, \(count)]}}}
      model: {layers: {\(layers)}, output_scale: 3, loss: {mse: {factor: 1}}}
      init: {hidden.weight: {constant: 0.5}, default: {constant: 0.25}}
      train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 1}}
      probes: {\(probes)}
      """
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    return try #require(reader.graph, "\(diagnostics.list)")
  }

  @Test(arguments: [1, 5, 256, 257, 600], [1, 2]) func `every sample of every portion goes through the model`(
    _ count: Int, _ threads: Int
  ) throws {
    let experiment = try Self.experiment(count, layers: "hidden: {dense: {units: 4, activation: tanh}}, readout: {dense: {units: 1}}")
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: threads)
    session.initialize()
    try #require(programs.passes.count == 1)
    let found = session.pass(programs.passes[0])
    #expect(found.map(\.need) == [.output(dataset: "test")])
    #expect(found[0].tensor.shape == [count, 1])
    for (index, value) in found[0].tensor.values.enumerated() {
      let x = count == 1 ? -1 : -1 + 2 * Double(index) / Double(count - 1)
      // 3 (4 · ¼ tanh(x/2 + ¼) + ¼)
      #expect(abs(value - 3 * (ScalarMath.tanh(0.5 * x + 0.25) + 0.25)) < 1e-14, "sample \(index)")
    }
  }

  @Test func `layers give what they hand on, in whatever shape`() throws {
    let layers = """
      hidden: {dense: {units: 4}}, bend: {activation: tanh}, flat: flatten, readout: {dense: {units: 1, bias: false}}
      """
    let text = ["bend", "hidden", "flat", "readout"].map { "\($0): {activation_similarity: {layer: \($0), on: test}}" }
    let experiment = try Self.experiment(300, layers: layers, probes: text.joined(separator: ", "))
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    session.initialize()
    let found = session.pass(programs.passes[0])
    #expect(found.map(\.need) == ["bend", "hidden", "flat", "readout"].map { .activation(layer: $0, dataset: "test") })
    #expect(found.map(\.tensor.shape) == [[300, 4], [300, 4], [300, 4], [300, 1]])
    for index in 0..<300 {
      let sum = 0.5 * (-1 + 2 * Double(index) / 299) + 0.25
      let expected = [ScalarMath.tanh(sum), sum, ScalarMath.tanh(sum)]
      for (item, value) in zip(found, expected) { #expect(abs(item.tensor.values[4 * index + 3] - value) < 1e-14) }
      // Without the output scale.
      #expect(abs(found[3].tensor.values[index] - ScalarMath.tanh(sum)) < 1e-14)
    }
  }

  @Test(arguments: [1, 3]) func `derivatives of each sample are those by hand, now and at the start`(_ count: Int) throws {
    let experiment = try Self.experiment(
      count, layers: "hidden: {dense: {units: 4, activation: tanh}}, readout: {dense: {units: 1}}",
      probes: "kernel: {tangent_kernel: test}")
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    session.initialize()
    let found = session.jacobian(programs.jacobians[0], isAtStart: false)
    #expect(found.shape == [count, 13])
    for sample in 0..<count {
      let x = count == 1 ? -1 : -1 + 2 * Double(sample) / Double(count - 1)
      let t = ScalarMath.tanh(0.5 * x + 0.25)
      let slope = 3 * 0.25 * (1 - t * t)
      for (place, value) in [(0, slope * x), (3, slope * x), (4, slope), (7, slope), (8, 3 * t), (11, 3 * t), (12, 3)] {
        #expect(abs(found.values[13 * sample + place] - value) < 1e-14, "sample \(sample), parameter \(place)")
      }
    }
    var trainer = Trainer(experiment, programs)
    try trainer.advance(&session, to: 1)
    let after = session.jacobian(programs.jacobians[0], isAtStart: false)
    #expect(after.values != found.values)
    #expect(session.jacobian(programs.jacobians[0], isAtStart: true).values == found.values)
    #expect(session.jacobian(programs.jacobians[0], isAtStart: false).values == after.values)
  }

  @Test func `what probes read is counted in the estimate`() throws {
    let (few, many) = (try Self.experiment(1000, layers: "hidden: {dense: {units: 4}}, readout: {dense: {units: 1}}"),
      try Self.experiment(200_000, layers: "hidden: {dense: {units: 4}}, readout: {dense: {units: 1}}"))
    let (a, b) = (RunEstimate(few, ExperimentPrograms(few)), RunEstimate(many, ExperimentPrograms(many)))
    // Beside 16 bytes of data in the arena: the output in doubles, held once and read once, and stacked over two moments.
    #expect(b.memoryBytes - a.memoryBytes > 199_000 * (16 + 8 + 8 + 16))
    // Two moments, 4 · 2 + 4 · 2 operations and more for each sample.
    #expect(b.operations - a.operations > 2 * 199_000 * 16)
  }
}
