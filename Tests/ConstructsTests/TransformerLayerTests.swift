import Constructs
import Grammar
import TensorGraph
import Testing

/// What is known of the layers of a transformer beside their shapes.
@Suite struct TransformerLayerTests {
  /// Parameters that are neither equal nor ordered.
  private static func table(_ shape: Shape, _ salt: Int) -> ReferenceTensor {
    ReferenceTensor(shape, (0..<shape.count).map { Double(($0 * 37 + salt * 11) % 17 - 8) / 9 })
  }

  private static func output(_ text: String, _ x: ReferenceTensor) throws -> ReferenceTensor {
    let layer = try #require(component(Layers.family, text))
    var graph = TensorGraph()
    let input = graph.input("x", x.shape)
    let parameters = layer.parameters(for: Shape(Array(x.shape.dimensions.dropFirst())))
    let y = layer.apply(&graph, input, parameters.map { graph.parameter($0.name, $0.shape) })
    var sources = ["x": x]
    for (number, parameter) in parameters.enumerated() {
      sources[parameter.name] = parameter.start.map { ReferenceTensor(parameter.shape, filledWith: $0) } ?? table(parameter.shape, number)
    }
    return graph.evaluate([y], sources)[0]
  }

  @Test func `an embedding is the row of the token`() throws {
    let rows = Self.table([5, 2], 0).values
    let y = try Self.output("{embedding: {vocabulary: 5, units: 2}}", ReferenceTensor([1, 3], [4, 0, 2]))
    #expect(y.values == [rows[8], rows[9], rows[0], rows[1], rows[4], rows[5]])
  }

  @Test func `a normalized row has mean 0 and variance 1`() throws {
    // (0, 3, 6): mean 3, variance 6; ε is 3.
    let y = try Self.output("{layer_norm: {epsilon: 3}}", ReferenceTensor([1, 1, 3], [0, 3, 6]))
    #expect(y.values == [-1, 0, 1])
  }

  @Test func `the last place is selected`() throws {
    let y = try Self.output("select_last", ReferenceTensor([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]))
    #expect(y.values == [3, 4, 7, 8])
  }

  @Test(arguments: [1, 2]) func `a causal mask hides the future and nothing else`(heads: Int) throws {
    for isCausal in [true, false] {
      let text = "{attention: {heads: \(heads), key_units: 4, causal: \(isCausal), residual: true, norm: pre}}"
      let before = Self.table([1, 4, 3], 5)
      var after = before
      // The third of four places changes.
      for unit in 6..<9 { after.values[unit] = Double(unit * unit) / 20 }
      let (a, b) = (try Self.output(text, before).values, try Self.output(text, after).values)
      for place in 0..<4 {
        let isSame = a[place * 3..<place * 3 + 3] == b[place * 3..<place * 3 + 3]
        #expect(isSame == (isCausal && place < 2), "place \(place), causal \(isCausal)")
      }
    }
  }

  @Test func `equal scores take the mean of the values`() throws {
    // One unit, all weights 1: scores q·k are 0 where the query is 0.
    let layer = try #require(component(Layers.family, "{attention: {key_units: 1, bias: false, causal: true}}"))
    var graph = TensorGraph()
    let x = graph.input("x", [1, 3, 1])
    let parameters = layer.parameters(for: [3, 1])
    let y = layer.apply(&graph, x, parameters.map { graph.parameter($0.name, $0.shape) })
    var sources = ["x": ReferenceTensor([1, 3, 1], [2, 4, 9])]
    for parameter in parameters {
      sources[parameter.name] = ReferenceTensor(parameter.shape, filledWith: parameter.name == "query" ? 0 : 1)
    }
    #expect(graph.evaluate([y], sources)[0].values == [2, 3, 5])
  }

  @Test(arguments: [
    ("{attention: {heads: 3, key_units: 4}}", [5, 3]), ("{learned_positions: {length: 4}}", [5, 3]),
    ("{embedding: {vocabulary: 4, units: 2}}", [5, 3]), ("select_last", [5]), ("{feed_forward: {units: 4}}", [5]),
    ("{repeat: {times: 2, layers: {a: {dense: {units: 4}}}}}", [5, 3]),
  ]) func `what does not fit is refused`(text: String, input: [Int]) throws {
    let layer = try #require(component(Layers.family, text))
    #expect(throws: LayerMisfit.self) { try layer.outputShape(for: Shape(input)) }
  }

  private struct Differentiable {
    let graph: TensorGraph
    let loss: Value
    let parameters: [Value]
    let names: [String]
    let sources: [String: ReferenceTensor]
  }

  /// A loss of a layer's output that is not linear in it, with the sources of its graph.
  private static func loss(_ text: String) throws -> Differentiable {
    let layer = try #require(component(Layers.family, text))
    var graph = TensorGraph()
    let x = graph.parameter("x", [2, 4, 3])
    let declared = layer.parameters(for: [4, 3])
    let parameters = declared.map { graph.parameter($0.name, $0.shape) }
    let y = layer.apply(&graph, x, parameters)
    let weights = graph.constant(table(graph.shape(y), 9).values, graph.shape(y))
    let loss = graph.sum(graph.multiply(weights, graph.unary(.sin, y)))
    var sources = ["x": table([2, 4, 3], 7)]
    for (number, parameter) in declared.enumerated() { sources[parameter.name] = table(parameter.shape, number) }
    return Differentiable(
      graph: graph, loss: loss, parameters: [x] + parameters, names: ["x"] + declared.map(\.name), sources: sources)
  }

  static let smooth = [
    "layer_norm", "{learned_positions: {length: 5}}", "{dense: {units: 2, activation: tanh}}", "select_last",
    "{attention: {heads: 2, key_units: 4, causal: true, residual: true, norm: post}}",
    "{attention: {heads: 1, key_units: 3, norm: pre}}",
    "{feed_forward: {units: 4, activation: tanh, residual: true, norm: post}}",
    "{repeat: {times: 2, layers: {a: {attention: {key_units: 2, bias: false, residual: true}}}}}",
  ]

  /// Differences of fourth order with h = 1e-4: a normalized row of small variance has large higher derivatives.
  @Test(arguments: smooth) func `first and second derivatives agree with finite differences`(text: String) throws {
    let item = try Self.loss(text)
    var graph = item.graph
    let (parameters, sources) = (item.parameters, item.sources)
    let first = graph.gradients(of: item.loss, withRespectTo: parameters)
    var slope = graph.constant(0)
    for (number, gradient) in first.enumerated() {
      let direction = graph.constant(Self.table(graph.shape(gradient), number + 3).values, graph.shape(gradient))
      slope = graph.add(slope, graph.sum(graph.multiply(gradient, direction)))
    }
    for scalar in [item.loss, slope] {
      let rules = graph.gradients(of: scalar, withRespectTo: parameters)
      let exact = graph.evaluate(rules, sources)
      for (place, name) in item.names.enumerated() {
        for element in exact[place].values.indices {
          func value(_ change: Double) -> Double {
            var moved = sources
            moved[name]?.values[element] += change
            return graph.evaluate([scalar], moved)[0].values[0]
          }
          let near = value(1e-4) - value(-1e-4)
          let difference = (8 * near - (value(2e-4) - value(-2e-4))) / 12e-4
          #expect(abs(difference - exact[place].values[element]) <= 1e-6 * Swift.max(1, abs(difference)))
        }
      }
    }
  }
}
