import Analysis
import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Runtime
import SourceDiagnostics
import Testing

/// The ends of the spectrum of second derivatives, beside the whole spectrum and beside a formula.
@Suite struct LanczosProbeTests {
  static func experiment(_ data: String, _ layers: String, probes: String) throws -> ExperimentGraph {
    let text = """
      condensespec: 1
      precision: float64
      data: {train: {function: \(data)}}
      model: {layers: {\(layers)}, loss: {mse: {factor: 1}}}
      init: {default: {normal: {std: 1}}}
      train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 1}}
      probes: {\(probes)}
      """
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    return try #require(reader.graph, "\(diagnostics.list)")
  }

  /// The probe's measurement with the initial parameters.
  static func measure(
    _ experiment: ExperimentGraph, steps: Int, _ set: InstructionSet = .best, threads: Int = 1
  ) throws -> (found: Measurement, whole: [Double]?) {
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: set, threads: threads)
    session.initialize()
    let products = try #require(programs.hessians.last)
    let probe = try #require(experiment.probes.first { $0.columns.contains("highest_error") })
    let tensor = session.lanczos(products, steps: steps)
    var whole: [Double]?
    if programs.hessians.count > 1 {
      let matrix = session.hessian(programs.hessians[0])
      whole = try symmetricEigenvalues(matrix.values, order: matrix.shape[0])
    }
    return (probe.measure([tensor]), whole)
  }

  static let wide = "hidden: {dense: {units: 50, activation: tanh}}, readout: {dense: {units: 1}}"

  static let small =
    "hidden: {dense: {units: 12, activation: tanh}}, second: {dense: {units: 5, activation: sin}}, readout: {dense: {units: 1}}"

  @Test func `they are the ends of the whole spectrum, for several portions of the data`() throws {
    let experiment = try Self.experiment(
      "{of: sin(2*x1)*x2, x: {normal: {n: 300, d: 2}}}", Self.small,
      probes: "ends: {hessian_extremes: {steps: 50, count: 3}}, all: {hessian_spectrum: {}}")
    let (found, spectrum) = try Self.measure(experiment, steps: 50)
    let whole = try #require(spectrum)
    #expect(found.scalars[4] == 50)
    for place in 0..<3 {
      #expect(abs(found.arrays[0][place] - whole[place]) < 1e-9 && abs(found.arrays[1][place] - whole[whole.count - 1 - place]) < 1e-9)
    }
    #expect(found.scalars[0] == found.arrays[0][0] && found.scalars[1] == found.arrays[1][0])
    #expect(found.scalars[2] < 1e-6 && found.scalars[3] < 1e-6)
    // Three steps are too few, and the errors say so.
    let short = try Self.measure(experiment, steps: 3).found
    #expect(short.scalars[2] > 1e-3 && abs(short.scalars[0] - whole[0]) > 1e-6)
  }

  @Test func `the same bits for every number of threads and instruction set`() throws {
    let experiment = try Self.experiment(
      "{of: sin(2*x1)*x2, x: {normal: {n: 300, d: 2}}}", Self.small, probes: "ends: {hessian_extremes: {steps: 20, count: 20}}")
    let results = try [(InstructionSet.best, 1), (.best, 2), (.base, 3)].map { set, threads in
      try Self.measure(experiment, steps: 20, set, threads: threads).found
    }
    #expect(results.allSatisfy { $0.scalars == results[0].scalars && $0.arrays == results[0].arrays })
  }

  /// Of w · x the second derivatives are 2/n Σ x xᵀ, which have the eigenvalues of the small matrix of all ⟨x, x'⟩ 2/n, and 0.
  @Test func `those of a linear function of 6000 inputs are those of the products of its samples`() throws {
    let experiment = try Self.experiment(
      "{of: x1, x: {normal: {n: 20, d: 6000}}}", "readout: {dense: {units: 1, bias: false}}",
      probes: "ends: {hessian_extremes: {steps: 40, count: 20}}")
    let programs = ExperimentPrograms(experiment)
    let session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    let inputs = session.values("train#inputs")
    var products = [Double](repeating: 0, count: 400)
    for row in 0..<20 {
      for column in 0..<20 {
        products[row * 20 + column] = (0..<6000).reduce(0.0) { $0 + inputs[row * 6000 + $1] * inputs[column * 6000 + $1] } / 10
      }
    }
    let expected = try symmetricEigenvalues(products, order: 20)
    let found = try Self.measure(experiment, steps: 40).found
    #expect(abs(found.scalars[0]) < 1e-9 && (21...25).contains(found.scalars[4]), "\(found.scalars)")
    for place in 0..<20 { #expect(abs(found.arrays[1][place] - expected[19 - place]) < 1e-9 * expected[19]) }
  }
}
