import Constructs
import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics
import TensorGraph
import Testing

@Suite struct LossTests {
  /// (4 samples, 3 outputs).
  static let outputs = [1.0, -2, 0.5, 0, 0, 0, 700, -700, 3, -1, -1, 4]
  static let classes = [0, 2, 0, 1]
  static let oneHot = classes.flatMap { label in (0..<3).map { $0 == label ? 1.0 : 0 } }

  static func value(_ text: String, _ outputs: [Double], _ targets: [Double], width: Int) throws -> Double {
    let loss = try #require(component(Losses.family, text))
    let shape = Shape([outputs.count / width, width])
    var graph = TensorGraph()
    let output = graph.input("output", shape)
    let target = graph.input("target", shape)
    let value = loss.apply(&graph, output: output, target: target)
    #expect(graph.shape(value) == [])
    let sources = ["output": ReferenceTensor(shape, outputs), "target": ReferenceTensor(shape, targets)]
    return graph.evaluate([value], sources)[0].values[0]
  }

  @Test func `the mean squared error is its factor times the mean over samples of the squared distance`() throws {
    let squares = zip(Self.outputs, Self.oneHot).map { ($0 - $1) * ($0 - $1) }
    let mean = squares.reduce(0, +) / 4
    let whole = try Self.value("{mse: {factor: 1}}", Self.outputs, Self.oneHot, width: 3)
    #expect(abs(whole - mean) <= 1e-12 * mean)
    let half = try Self.value("{mse: 1/2}", Self.outputs, Self.oneHot, width: 3)
    #expect(abs(half - mean / 2) <= 1e-12 * mean)
    #expect(try Self.value("{mse: {factor: 1}}", [1, 2], [1, 2], width: 1) == 0)
  }

  @Test func `the cross entropy is the mean of −log softmax at the true class, however large the outputs`() throws {
    let rows = Self.classes.indices.map { row -> Double in
      let logits = Self.outputs[(row * 3)..<(row * 3 + 3)]
      let largest = logits.max() ?? 0
      let sum = logits.reduce(0) { $0 + ScalarMath.exp($1 - largest) }
      return largest + ScalarMath.log(sum) - Self.outputs[row * 3 + Self.classes[row]]
    }
    let expected = rows.reduce(0, +) / 4
    let found = try Self.value("cross_entropy", Self.outputs, Self.oneHot, width: 3)
    #expect(abs(found - expected) <= 1e-12)
    let even = try Self.value("cross_entropy", [0, 0, 0], [0, 1, 0], width: 3)
    #expect(abs(even - ScalarMath.log(3)) <= 1e-15)
  }

  @Test func `a loss refuses outputs that cannot be compared with the targets`() throws {
    func code(_ text: String, _ output: Shape, _ target: Shape, _ classes: Int?) throws -> DiagnosticCode? {
      let loss = try #require(component(Losses.family, text))
      do throws(LayerMisfit) {
        try loss.check(output: output, target: target, classes: classes)
        return nil
      } catch { return error.code }
    }
    #expect(try code("{mse: 1}", [3], [3], nil) == nil)
    #expect(try code("{mse: 1}", [3], [1], nil) == .shapeMismatch)
    #expect(try code("cross_entropy", [10], [10], 10) == nil)
    #expect(try code("cross_entropy", [9], [10], 10) == .shapeMismatch)
    #expect(try code("cross_entropy", [10], [10], nil) == .shapeMismatch)
  }

  @Test func `accuracy and error count samples, and the first of equal outputs decides`() throws {
    let graphed = SampleSpec(
      data: "{train: {mnist: {part: test, samples: 4}}}", layers: "{flat: flatten, readout: {dense: {units: 10}}}",
      loss: "cross_entropy", batch: "4")
    let model = try #require(ReadSpec(graphed.text).reader.graph).model
    for (name, expected) in [("accuracy", 3.0), ("error", 1)] {
      let metric = try #require(Metrics.all.first { $0.name == name })
      var graph = TensorGraph()
      let output = graph.input("output", [4, 3])
      let target = graph.input("target", [4, 3])
      let value = metric.meaning.value(&graph, model, output: output, target: target)
      // Right, right (the first of three equals), right, wrong.
      let labels = [0, 0, 0, 1].flatMap { label in (0..<3).map { $0 == label ? 1.0 : 0 } }
      let sources = ["output": ReferenceTensor([4, 3], Self.outputs), "target": ReferenceTensor([4, 3], labels)]
      #expect(graph.evaluate([value], sources)[0].values[0] == expected)
    }
  }
}
