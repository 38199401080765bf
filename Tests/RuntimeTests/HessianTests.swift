import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Runtime
import SourceDiagnostics
import Testing

/// Second derivatives of the loss by all parameters.
@Suite struct HessianTests {
  static func experiment(
    _ count: Int, layers: String, parameters: String, loss: String = "{mse: {factor: 1}}"
  ) throws -> ExperimentGraph {
    let text = """
      condensespec: 1
      precision: float64
      data: {train: {function: {of: sin(2*x1)*x2, x: {normal: {n: \(count), d: 2}}}}}
      model: {layers: {\(layers)}, loss: \(loss)}
      init: {\(parameters)}
      train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 1}}
      probes: {h: {hessian_spectrum: {zero_below: 1e-9}}, g: gradient_norm}
      """
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    return try #require(reader.graph, "\(diagnostics.list)")
  }

  static let models = [
    "hidden: {dense: {units: 3, activation: tanh}}, readout: {dense: {units: 1, bias: false}}",
    "hidden: {dense: {units: 3, activation: sigmoid}}, second: {dense: {units: 2, activation: sin}}, readout: {dense: {units: 1}}",
    "readout: {dense: {units: 1}}",
  ]

  @Test(arguments: models, [1, 7, 300]) func `second derivatives agree with differences of gradients`(
    _ layers: String, _ count: Int
  ) throws {
    let experiment = try Self.experiment(count, layers: layers, parameters: "default: {normal: {std: 1}}")
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    session.initialize()
    let found = session.hessian(programs.hessians[0])
    let parameters = experiment.model.parameters
    let order = parameters.reduce(0) { $0 + $1.shape.count }
    #expect(found.shape == [order, order])
    let step = 1e-5
    var column = 0
    for parameter in parameters {
      let start = session.values(parameter.name)
      for place in start.indices {
        func slope(_ shift: Double) -> [Double] {
          var moved = start
          moved[place] += shift
          session.write(.numbers(moved), to: parameter.name)
          return session.gradient().flatMap(\.values)
        }
        let (after, before) = (slope(step), slope(-step))
        session.write(.numbers(start), to: parameter.name)
        for row in 0..<order {
          let difference = (after[row] - before[row]) / (2 * step)
          #expect(abs(found.values[row * order + column] - difference) < 1e-8 * max(1, abs(difference)), "\(row), \(column)")
        }
        column += 1
      }
    }
  }

  @Test func `they are symmetric and the same bits for every number of threads and instruction set`() throws {
    let experiment = try Self.experiment(300, layers: Self.models[1], parameters: "default: {normal: {std: 1}}")
    let programs = ExperimentPrograms(experiment)
    var results: [[Double]] = []
    for (set, threads) in [(InstructionSet.best, 1), (.best, 2), (.best, 3), (.base, 7)] {
      var session = try Session(experiment, programs, instructionSet: set, threads: threads)
      session.initialize()
      let once = session.hessian(programs.hessians[0])
      #expect(session.hessian(programs.hessians[0]).values == once.values)
      results.append(once.values)
    }
    #expect(results.allSatisfy { $0 == results[0] })
    let order = Int(Double(results[0].count).squareRoot())
    for row in 0..<order {
      for column in 0..<row { #expect(results[0][row * order + column] == results[0][column * order + row]) }
    }
  }

  /// A line a x₁ + b x₂ + c has the second derivatives 2/n Σ z zᵀ with z = (x₁, x₂, 1), whatever its parameters.
  @Test func `those of a line are twice the mean products of its inputs`() throws {
    let experiment = try Self.experiment(5, layers: Self.models[2], parameters: "default: zeros")
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    session.initialize()
    let found = session.hessian(programs.hessians[0]).values
    let inputs = session.values("train#inputs")
    let rows: [[Double]] = (0..<5).map { [inputs[2 * $0], inputs[2 * $0 + 1], 1] }
    for row in 0..<3 {
      for column in 0..<3 {
        let sum: Double = rows.reduce(0) { $0 + $1[row] * $1[column] }
        let expected = 2 * sum / 5
        #expect(abs(found[3 * row + column] - expected) < 1e-13)
      }
    }
  }

  @Test func `derivatives of all columns are counted in the estimate`() throws {
    let experiment = try Self.experiment(40, layers: Self.models[0], parameters: "default: {normal: {std: 1}}")
    let programs = ExperimentPrograms(experiment)
    // Two moments; 12 parameters by one gradient each, of more than 4 · 12 · 40 operations.
    #expect(RunEstimate(experiment, programs).operations > 2 * 12 * 4 * 12 * 40)
  }
}
