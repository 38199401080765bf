import Constructs
import ExperimentGraph
import Kernels
import Testing

/// Initial values read from files.
@Suite struct StatedValuesTests {
  static func graph(_ initial: String, units: Int = 5) throws -> ExperimentGraph {
    var spec = SampleSpec()
    spec.layers = "{hidden: {dense: {units: \(units), activation: tanh}}, readout: {dense: {units: 1}}}"
    spec.initial = initial
    let read = ReadSpec(spec.text, folder: repository + "/Tests/Fixtures/golden/data")
    return try #require(read.reader.graph, "\(read.problems)")
  }

  static func values(_ graph: ExperimentGraph, _ parameter: String) throws -> [Double] {
    let initializer = try #require(graph.initializers.first { $0.parameter == parameter })
    let shape = try #require(graph.model.parameters.first { $0.name == parameter }).shape
    return initializer.draw(shape.count, RandomStream(seed: 1, name: "any"))
  }

  @Test func `an array is taken as it stands in the file`() throws {
    let graph = try Self.graph("{default: lecun, readout.weight: {file: readout.npy}}")
    #expect(try Self.values(graph, "readout.weight") == [0.5, -0.25, 0.125, 1, -2])
    #expect(graph.initializers.map { $0.digest?.name } == [nil, nil, "readout.npy", nil])
  }

  @Test func `a checkpoint gives every parameter the tensor of its name, or the one that is named`() throws {
    let graph = try Self.graph("{default: {file: weights.safetensors}}")
    let bias = try Self.values(graph, "hidden.bias")
    #expect(Set(bias).count == 5)
    #expect(try bias != Self.values(graph, "hidden.weight"))
    let named = try Self.graph("{default: lecun, hidden.bias: {file: {path: weights.safetensors, tensor: hidden.bias}}}")
    #expect(try Self.values(named, "hidden.bias") == bias)
    let digests = Set(graph.initializers.map { $0.digest?.sha256 })
    #expect(digests.count == 1 && digests.first??.count == 64)
  }
}
