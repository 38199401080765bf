import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Results
import Runtime
import SourceDiagnostics
import TestFolders
import Testing

/// What the explanation of a rank costs.
@Suite struct RankExplanationTests {
  static func explanation(samples: Int, units: Int, availableMemory: Int) throws -> RankExplanation {
    try explanation(
      "layers: {hidden: {dense: {units: \(units), activation: tanh}}, readout: {dense: {units: 1, bias: false}}}",
      data: "function: {of: x1, x: {normal: {n: \(samples), d: 4}}}", availableMemory: availableMemory)
  }

  static func explanation(
    _ model: String, data: String, seed: Int = 0, availableMemory: Int = .max
  ) throws -> RankExplanation {
    let text = """
      condensespec: 1
      seed: \(seed)
      precision: float64
      data: {train: {\(data)}}
      model:
        \(model)
        loss: {mse: {factor: 1}}
      init: {default: {normal: {std: 1}}}
      train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 1}}
      """
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    let experiment = try #require(reader.graph, "\(diagnostics.list)")
    return try RankExplanation(experiment, instructionSet: .best, threads: 1, availableMemory: availableMemory)
  }

  @Test func `the samples are as many as the parameters ask for, however many there are to train on`() throws {
    for count in [1, 7, 100_000] {
      let found = try Self.explanation(samples: count, units: 3, availableMemory: .max)
      #expect(found.parameters == 18 && found.samples == 512)
      #expect(found.startRank == 18 && found.genericRank == 18)
    }
  }

  @Test(arguments: [(30, 5, 50), (60, 3, 100)])
  func `many outputs of a sample do not stand for many samples`(inputs: Int, units: Int, outputs: Int) throws {
    let folder = try TemporaryFolder()
    for (name, width) in [("x", inputs), ("y", outputs)] {
      try DurableFile.write(
        NPY.encode(NumericArray([Double](repeating: 1, count: 7 * width), shape: [7, width])), to: "\(folder.path)/\(name).npy")
    }
    let found = try Self.explanation(
      "layers: {hidden: {dense: {units: \(units), activation: tanh}}, readout: {dense: {units: \(outputs), bias: false}}}",
      data: "npy: {inputs: \(folder.path)/x.npy, targets: \(folder.path)/y.npy}")
    #expect(found.parameters == units * (inputs + 1 + outputs))
    #expect(found.startRank == found.parameters && found.genericRank == found.parameters)
  }

  @Test(arguments: 0..<8) func `a product of square matrices has all its entries, drawn or not`(_ seed: Int) throws {
    for size in [4, 6, 10] {
      let found = try Self.explanation(
        "formula: {parameters: {a: [\(size), \(size)], b: [\(size), \(size)]}, output: \"entry(product(a, b), x1, x2)\"}",
        data: "function: {of: x1, x: {grid: [[0, \(size - 1), \(size)], [0, \(size - 1), \(size)]]}}", seed: seed)
      #expect(found.genericRank == size * size && found.startRank == size * size && found.samples == size * size)
    }
    // Of 3600 places for the 240 numbers of two thin factors some are drawn.
    let found = try Self.explanation(
      "formula: {parameters: {a: [60, 2], b: [2, 60]}, output: \"entry(product(a, b), x1, x2)\"}",
      data: "function: {of: x1, x: {grid: [[0, 59, 60], [0, 59, 60]]}}", seed: seed)
    #expect(found.genericRank == 2 * 120 - 4 && found.samples < 3600)
  }

  @Test(arguments: ["tanh", "sigmoid", "softplus"])
  func `a wide layer is not saturated at generic parameters, and no layer takes from the rank`(_ activation: String) throws {
    let found = try Self.explanation(
      "layers: {hidden: {dense: {units: 1, bias: false, activation: \(activation)}}, readout: {dense: {units: 1, bias: false}}}",
      data: "function: {of: x1, x: {normal: {n: 5, d: 400}}}")
    #expect(found.genericRank == 401 && found.parts.allSatisfy { $0.generic.adds >= 0 && $0.start.adds >= 0 })
  }

  @Test func `where half the samples see no kink, more are drawn`() throws {
    for seed in 0..<6 {
      let found = try Self.explanation(
        "layers: {hidden: {dense: {units: 3, bias: false, activation: relu}}, readout: {dense: {units: 1, bias: false}}}",
        data: "function: {of: x1, x: {normal: {n: 5, d: 2}}}", seed: seed)
      // Each unit can be scaled against its readout.
      #expect(found.startRank == 6 && found.genericRank == 6, "seed \(seed)")
    }
  }

  @Test func `what needs more memory than there is does not start`() throws {
    #expect { try Self.explanation(samples: 7, units: 200, availableMemory: 1 << 24) } throws: { error in
      guard case RunFailure.memory(let needed, let available) = error else { return false }
      // At least a matrix of derivatives and some of its columns: 1200 parameters, 2410 samples.
      return available == 1 << 24 && needed > 2 * 8 * 1200 * 2410 && needed < 1 << 30
    }
  }
}
