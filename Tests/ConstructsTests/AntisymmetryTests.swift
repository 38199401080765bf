import Constructs
import ExperimentGraph
import Kernels
import TensorGraph
import Testing

/// `init: {antisymmetric: true}`: units in pairs of opposite sign.
@Suite struct AntisymmetryTests {
  static func draws(_ layers: String, _ initial: String) throws -> [(name: String, values: [Double], shape: Shape)] {
    var spec = SampleSpec()
    spec.layers = layers
    spec.initial = initial
    let graph = try #require(ReadSpec(spec.text).reader.graph, "\(ReadSpec(spec.text).problems)")
    return zip(graph.model.parameters, graph.initializers).map { parameter, initializer in
      let stream = RandomStream(seed: graph.seed, name: "init.\(parameter.name)")
      return (parameter.name, initializer.draw(parameter.shape.count, stream), parameter.shape)
    }
  }

  @Test func `the second half copies the first, with output weights of opposite sign`() throws {
    let layers = "{hidden: {dense: {units: 6, activation: tanh}}, readout: {dense: {units: 1, bias: false}}}"
    let found = try Self.draws(layers, "{default: {normal: {std: 0.5}}, antisymmetric: true}")
    #expect(found.map(\.name) == ["hidden.weight", "hidden.bias", "readout.weight"])
    for item in found {
      let (first, second) = (Array(item.values.prefix(3)), Array(item.values.suffix(3)))
      #expect(second == (item.name == "readout.weight" ? first.map { -$0 } : first))
      #expect(Set(first).count == 3)
    }
  }

  @Test func `the first half is drawn as a layer of half the units`() throws {
    func layers(_ units: Int) -> String {
      "{hidden: {dense: {units: \(units), activation: tanh}}, readout: {dense: {units: 1, bias: false}}}"
    }
    let half = try Self.draws(layers(5), "{default: {normal: {std: 0.5}}}")
    let whole = try Self.draws(layers(10), "{default: {normal: {std: 0.5}}, antisymmetric: true}")
    for (a, b) in zip(half, whole) { #expect(Array(b.values.prefix(5)) == a.values) }
  }

  @Test func `the last hidden layer of three is paired, for every output, and the others are as they were`() throws {
    let layers = """
      {first: {dense: {units: 3, activation: tanh}}, hidden: {dense: {units: 4}}, bend: {activation: relu}, readout: {dense: {units: 1}}}
      """
    let plain = try Self.draws(layers, "{default: lecun, readout.bias: zeros}")
    let paired = try Self.draws(layers, "{default: lecun, readout.bias: zeros, antisymmetric: true}")
    #expect(plain.prefix(2).map(\.values) == paired.prefix(2).map(\.values))
    let weight = paired[2].values
    #expect(weight.count == 12 && Array(weight.prefix(6)) == Array(weight.suffix(6)))
    #expect(weight.prefix(6).elementsEqual(plain[2].values.prefix(6)))
    #expect(paired[5].values == [0])
  }

  @Test func `false is as if nothing were said`() throws {
    let layers = "{hidden: {dense: {units: 5, activation: tanh}}, readout: {dense: {units: 1}}}"
    let without = try Self.draws(layers, "{default: lecun}")
    let with = try Self.draws(layers, "{default: lecun, antisymmetric: false}")
    #expect(without.map(\.values) == with.map(\.values))
  }

  @Test func `the output starts at 0, up to the rounding of one sum`() throws {
    var spec = SampleSpec()
    spec.layers = "{hidden: {dense: {units: 500, activation: tanh}}, readout: {dense: {units: 1, bias: false}}}"
    spec.initial = "{default: {normal: {std: 1}}, antisymmetric: true}"
    let experiment = try #require(ReadSpec(spec.text).reader.graph)
    var graph = TensorGraph()
    let x = graph.input("x", [7, 1])
    let parameters = experiment.model.parameters.map { graph.parameter($0.name, $0.shape) }
    let output = experiment.model.forward(&graph, x, parameters)
    var sources = ["x": ReferenceTensor([7, 1], [-3, -1, -0.3, 0, 0.2, 1, 5])]
    for (parameter, initializer) in zip(experiment.model.parameters, experiment.initializers) {
      let values = initializer.draw(parameter.shape.count, RandomStream(seed: 0, name: "init.\(parameter.name)"))
      sources[parameter.name] = ReferenceTensor(parameter.shape, values)
    }
    // The sum has 500 terms of about 1 each; its rounding is about 10⁻¹⁴.
    #expect(graph.evaluate([output.output], sources)[0].values.allSatisfy { abs($0) < 1e-13 })
  }
}
