import Constructs
import Grammar
import TensorGraph
import Testing

@Suite struct LayerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let input: Shape
    let output: Shape
    let parameters: [String]
    var testDescription: String { "\(text) on \(input)" }

    init(_ text: String, _ input: Shape, _ output: Shape, _ parameters: [String] = []) {
      self.text = text
      self.input = input
      self.output = output
      self.parameters = parameters
    }
  }

  static let cases = [
    Case("{dense: {units: 4}}", [3], [4], ["weight [4, 3] 3 4", "bias [4] 3 4"]),
    Case("{dense: {units: 4, bias: false, activation: relu}}", [3], [4], ["weight [4, 3] 3 4"]),
    Case(
      "{conv2d: {channels: 5, kernel: [3, 2], stride: 2, padding: 1}}", [2, 7, 6], [5, 4, 4],
      ["weight [5, 2, 3, 2] 12 30", "bias [5] 12 30"]),
    Case("{conv2d: {channels: 1, kernel: 7, bias: false}}", [1, 7, 7], [1, 1, 1], ["weight [1, 1, 7, 7] 49 49"]),
    Case("{max_pool2d: 2}", [3, 5, 4], [3, 2, 2]), Case("{max_pool2d: {kernel: 3, stride: 1, padding: 1}}", [3, 5, 4], [3, 5, 4]),
    Case("{avg_pool2d: {kernel: [1, 4]}}", [3, 5, 4], [3, 5, 1]), Case("flatten", [3, 5, 4], [60]), Case("flatten", [7], [7]),
    Case("{conv1d: {channels: 4, kernel: 3}}", [5], [4, 3], ["weight [4, 1, 3] 3 12", "bias [4] 3 12"]),
    Case("{conv1d: {channels: 4, kernel: 3, stride: 2, bias: false}}", [2, 7], [4, 3], ["weight [4, 2, 3] 6 12"]),
    Case("{local1d: {channels: 4, kernel: 3}}", [5], [4, 3], ["weight [3, 4, 3] 3 12", "bias [4, 3] 3 12"]),
    Case("{local1d: {channels: 1, kernel: 7, bias: false}}", [2, 7], [1, 1], ["weight [1, 1, 14] 14 7"]),
    Case("{local2d: {channels: 3, kernel: [2, 3]}}", [2, 4, 5], [3, 3, 3], ["weight [9, 3, 12] 12 18", "bias [3, 3, 3] 12 18"]),
    Case("{activation: tanh}", [3, 5], [3, 5]), Case("{scale: -2}", [6], [6]),
    Case("{dropout: {keep: 0.5}}", [3, 5], [3, 5]),
    Case(
      "{residual: {layers: {a: {dense: {units: 4}}, b: {dense: {units: 3, bias: false}}}}}", [3], [3],
      ["a.weight [4, 3] 3 4", "a.bias [4] 3 4", "b.weight [3, 4] 4 3"]),
    Case("{dense: {units: 4, bias: false}}", [5, 3], [5, 4], ["weight [4, 3] 3 4"]),
    Case("{embedding: {vocabulary: 7, units: 3}}", [5], [5, 3], ["weight [7, 3] 3 3"]),
    Case("{learned_positions: {length: 6}}", [5, 3], [5, 3], ["weight [6, 3] 3 3"]),
    Case("layer_norm", [5, 3], [5, 3], ["gain [3] 3 3", "bias [3] 3 3"]), Case("select_last", [5, 3], [3]),
    Case(
      "{attention: {heads: 2, key_units: 4, causal: true, bias: false, norm: post}}", [5, 3], [5, 3],
      ["query [4, 3] 3 4", "key [4, 3] 3 4", "value [4, 3] 3 4", "output [3, 4] 4 3", "norm_gain [3] 3 3", "norm_bias [3] 3 3"]),
    Case(
      "{feed_forward: {units: 8, residual: true}}", [5, 3], [5, 3],
      ["inner [8, 3] 3 8", "output [3, 8] 8 3", "inner_bias [8] 3 8", "output_bias [3] 8 3"]),
    Case(
      "{repeat: {times: 2, layers: {a: {dense: {units: 3, bias: false}}}}}", [5, 3], [5, 3],
      ["-1.a.weight [3, 3] 3 3", "-2.a.weight [3, 3] 3 3"]),
  ]

  @Test(arguments: cases) func `a layer gives what it declares`(_ item: Case) throws {
    let layer = try #require(component(Layers.family, item.text))
    let output = try layer.outputShape(for: item.input)
    #expect(output == item.output)
    let parameters = layer.parameters(for: item.input)
    #expect(parameters.map { "\($0.name) \($0.shape) \($0.fanIn) \($0.fanOut)" } == item.parameters)
    var graph = TensorGraph()
    let x = graph.input("x", Shape([2] + item.input.dimensions))
    let values = parameters.map { graph.parameter($0.name, $0.shape) }
    let y = layer.apply(&graph, x, values)
    #expect(graph.shape(y) == Shape([2] + item.output.dimensions))
  }

  /// What a layer makes of 1, 2, 3, … with weights 1, 1, … and biases 10, 10, ….
  static func output(_ text: String, _ input: Shape) throws -> [Double] {
    let layer = try #require(component(Layers.family, text))
    var graph = TensorGraph()
    let batch = Shape([1] + input.dimensions)
    let x = graph.input("x", batch)
    let parameters = layer.parameters(for: input)
    let y = layer.apply(&graph, x, parameters.map { graph.parameter($0.name, $0.shape) })
    var sources = ["x": ReferenceTensor(batch, (1...batch.count).map { Double($0) })]
    for parameter in parameters {
      sources[parameter.name] = ReferenceTensor(parameter.shape, filledWith: parameter.name == "bias" ? 10 : 1)
    }
    return graph.evaluate([y], sources)[0].values
  }

  @Test func `layers compute what their sentences say`() throws {
    #expect(try Self.output("{dense: {units: 2}}", [3]) == [16, 16])
    #expect(try Self.output("{dense: {units: 1, bias: false}}", [3]) == [6])
    #expect(try Self.output("{conv2d: {channels: 1, kernel: 2}}", [1, 2, 3]) == [22, 26])
    #expect(try Self.output("{conv2d: {channels: 1, kernel: 3, padding: 1, bias: false}}", [1, 2, 2]) == [10, 10, 10, 10])
    #expect(try Self.output("{max_pool2d: 2}", [1, 2, 4]) == [6, 8])
    #expect(try Self.output("{avg_pool2d: 2}", [1, 2, 4]) == [3.5, 5.5])
    #expect(try Self.output("{avg_pool2d: {kernel: 2, padding: 1}}", [1, 2, 2]) == [0.25, 0.5, 0.75, 1])
    #expect(try Self.output("{conv1d: {channels: 1, kernel: 2}}", [4]) == [13, 15, 17])
    #expect(try Self.output("{conv1d: {channels: 2, kernel: 3, stride: 2, bias: false}}", [1, 5]) == [6, 12, 6, 12])
    #expect(try Self.output("{local1d: {channels: 2, kernel: 3}}", [5]) == [16, 19, 22, 16, 19, 22])
    #expect(try Self.output("{local1d: {channels: 1, kernel: 2, bias: false}}", [2, 3]) == [12, 16])
    #expect(try Self.output("{local2d: {channels: 1, kernel: 2}}", [1, 2, 3]) == [22, 26])
    #expect(try Self.output("{scale: -2}", [3]) == [-2, -4, -6])
    #expect(try Self.output("{dropout: {keep: 0.25}}", [3]) == [1, 2, 3])
    #expect(try Self.output("{residual: {layers: {a: {dense: {units: 3, bias: false}}, half: {scale: 0.5}}}}", [3]) == [4, 5, 6])
    #expect(try Self.output("{activation: {leaky_relu: 0.5}}", [2]) == [1, 2])
  }

  /// What a layer makes of numbers x, all different, with parameters that are all different, each times its sign.
  static func output(_ layer: any Layer, _ input: Shape, signs: (input: Double, parameters: Double)) -> [Double] {
    func numbers(_ shape: Shape, _ seed: Int, _ sign: Double) -> ReferenceTensor {
      ReferenceTensor(shape, (0..<shape.count).map { sign * (Double(($0 * 37 + seed * 11 + 5) % 23) / 16 - 0.7) })
    }
    var graph = TensorGraph()
    let x = graph.input("x", Shape([2] + input.dimensions))
    let parameters = layer.parameters(for: input)
    let y = layer.apply(&graph, x, parameters.map { graph.parameter($0.name, $0.shape) })
    var sources = ["x": numbers(graph.shape(x), 1, signs.input)]
    for (index, parameter) in parameters.enumerated() {
      sources[parameter.name] = numbers(parameter.shape, index + 2, signs.parameters)
    }
    return graph.evaluate([y], sources)[0].values
  }

  static let bent = [
    Case("{dense: {units: 4, activation: tanh}}", [3], [4]), Case("{dense: {units: 4, activation: sigmoid}}", [3], [4]),
    Case("{conv2d: {channels: 3, kernel: 2, activation: sin}}", [2, 4, 4], [3, 3, 3]),
    Case("{conv2d: {channels: 3, kernel: 2, activation: relu}}", [2, 4, 4], [3, 3, 3]), Case("{activation: relu}", [4], [4]),
  ]

  @Test(arguments: cases + bent) func `a layer that says so gives the opposite of the opposite`(_ item: Case) throws {
    let layer = try #require(component(Layers.family, item.text))
    guard layer.isOdd else { return }
    let hasUnits = !layer.parameters(for: item.input).isEmpty
    let plain = Self.output(layer, item.input, signs: (1, 1))
    let opposite = Self.output(layer, item.input, signs: hasUnits ? (1, -1) : (-1, 1))
    #expect(plain.contains { $0 != 0 } && opposite == plain.map { -$0 })
  }

  @Test func `layers that bend evenly do not say that they are odd`() throws {
    let odd = try (Self.cases + Self.bent).filter { try #require(component(Layers.family, $0.text)).isOdd }.map(\.text)
    #expect(odd.contains("{dense: {units: 4, activation: tanh}}") && odd.contains("{conv2d: {channels: 3, kernel: 2, activation: sin}}"))
    #expect(!odd.contains { $0.contains("relu") || $0.contains("sigmoid") || $0.contains("max_pool2d") || $0.contains("residual") })
  }

  /// Windows of 1 … 5: position p sums (p + 1, p + 2, p + 3) with the weights 10p + (1, 2, 3).
  @Test func `every position of a local layer has its own weights, in the order of the window`() throws {
    let layer = try #require(component(Layers.family, "{local1d: {channels: 1, kernel: 3, bias: false}}"))
    var graph = TensorGraph()
    let x = graph.input("x", [1, 5])
    let y = layer.apply(&graph, x, [graph.parameter("weight", [3, 1, 3])])
    let weights: [Double] = [1, 2, 3, 11, 12, 13, 21, 22, 23]
    let sources = ["x": ReferenceTensor([1, 5], [1, 2, 3, 4, 5]), "weight": ReferenceTensor([3, 1, 3], weights)]
    #expect(graph.evaluate([y], sources)[0].values == [14, 110, 266])
  }

  @Test func `the output scale multiplies the last layer's output`() throws {
    let text = SampleSpec(layers: "{readout: {dense: {units: 1}}}").text
    for scale in [1.0, 0.25] {
      let spec = ReadSpec(text, overrides: ["model.output_scale=\(scale)"])
      let model = try #require(spec.reader.graph).model
      var graph = TensorGraph()
      let x = graph.input("x", [1, 1])
      let parameters = model.parameters.map { graph.parameter($0.name, $0.shape) }
      let y = model.forward(&graph, x, parameters).output
      let sources = [
        "x": ReferenceTensor([1, 1], [3]), "readout.weight": ReferenceTensor([1, 1], [2]),
        "readout.bias": ReferenceTensor([1], [1]),
      ]
      #expect(graph.evaluate([y], sources)[0].values == [7 * scale])
    }
  }
}
