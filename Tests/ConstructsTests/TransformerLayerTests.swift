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
}
