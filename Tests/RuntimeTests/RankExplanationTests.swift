import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Runtime
import SourceDiagnostics
import Testing

/// What the explanation of a rank costs.
@Suite struct RankExplanationTests {
  static func explanation(samples: Int, units: Int, availableMemory: Int) throws -> RankExplanation {
    let text = """
      condensespec: 1
      precision: float64
      data: {train: {function: {of: x1, x: {normal: {n: \(samples), d: 4}}}}}
      model:
        layers: {hidden: {dense: {units: \(units), activation: tanh}}, readout: {dense: {units: 1, bias: false}}}
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
      #expect(found.parameters == 18 && found.samples == 46)
      #expect(found.startRank == 18 && found.genericRank == 18)
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
