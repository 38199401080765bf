import Constructs
import Grammar
import Kernels
import SourceDiagnostics
import Testing

@Suite struct InitializerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let mean: Double
    let variance: Double
    var testDescription: String { text }

    init(_ text: String, mean: Double = 0, variance: Double) {
      self.text = text
      self.mean = mean
      self.variance = variance
    }
  }

  /// For fan_in 50 and fan_out 20.
  static let cases = [
    Case("{normal: {std: 0.3}}", variance: 0.09), Case("{normal: {variance: 0.3, mean: -2}}", mean: -2, variance: 0.3),
    Case("{normal: {std: fan_in^-0.5}}", variance: 1.0 / 50),
    Case("{normal: {variance: 2/(fan_in + fan_out)}}", variance: 2.0 / 70),
    Case("{uniform: [-1, 3]}", mean: 1, variance: 16.0 / 12),
    Case("{uniform: {low: -fan_out^-0.5, high: fan_out^-0.5}}", variance: 1.0 / 60),
    Case("{constant: 0.5}", mean: 0.5, variance: 0), Case("0.25", mean: 0.25, variance: 0), Case("zeros", variance: 0),
    Case("lecun", variance: 1.0 / 50), Case("{lecun: uniform}", variance: 1.0 / 50), Case("he", variance: 2.0 / 50),
    Case("{he: uniform}", variance: 2.0 / 50), Case("xavier", variance: 2.0 / 70), Case("{xavier: uniform}", variance: 2.0 / 70),
  ]

  static func distribution(_ text: String) throws -> Distribution {
    let initializer = try #require(component(Initializers.family, text))
    var diagnostics = Diagnostics()
    let result = initializer.distribution(fanIn: 50, fanOut: 20, &diagnostics)
    #expect(diagnostics.list == [])
    return try #require(result)
  }

  @Test(arguments: cases) func `what is stated follows the formula`(_ item: Case) throws {
    let distribution = try Self.distribution(item.text)
    #expect(abs(distribution.mean - item.mean) <= 1e-15)
    #expect(abs(distribution.variance - item.variance) <= 1e-14)
  }

  @Test(arguments: cases) func `many draws have the stated mean and variance within five standard errors`(_ item: Case) throws {
    let count = 100_000
    let draws = try Self.distribution(item.text).draw(count: count, from: RandomStream(seed: 7, name: "init.hidden.weight"))
    let mean = draws.reduce(0, +) / Double(count)
    let variance = draws.reduce(0) { $0 + ($1 - item.mean) * ($1 - item.mean) } / Double(count)
    #expect(abs(mean - item.mean) <= 5 * (item.variance / Double(count)).squareRoot() + 1e-15)
    // The fourth moment of a uniform distribution is smaller than that of a normal one, 3 σ⁴.
    #expect(abs(variance - item.variance) <= 5 * item.variance * (2 / Double(count)).squareRoot() + 1e-15)
  }

  @Test func `draws depend on the seed, the name and their index alone`() throws {
    let distribution = try Self.distribution("lecun")
    func draws(_ count: Int, _ seed: UInt64, _ name: String) -> [Double] {
      distribution.draw(count: count, from: RandomStream(seed: seed, name: name))
    }
    let first = draws(100, 1, "init.a.weight")
    #expect(first == draws(100, 1, "init.a.weight"))
    #expect(first == Array(draws(1000, 1, "init.a.weight").prefix(100)))
    #expect(first != draws(100, 2, "init.a.weight"))
    #expect(first != draws(100, 1, "init.b.weight"))
  }

  @Test func `a number that cannot be used for one parameter is reported`() throws {
    let initializer = try #require(component(Initializers.family, "{normal: {variance: 30 - fan_in}}"))
    var diagnostics = Diagnostics()
    #expect(initializer.distribution(fanIn: 50, fanOut: 20, &diagnostics) == nil)
    #expect(diagnostics.list.map(\.code) == [.outOfRange])
  }

  @Test func `a parameter's own entry goes before its layer's, and that before the default`() throws {
    var spec = SampleSpec()
    spec.initial = "{default: 1, hidden: 2, hidden.bias: 3}"
    let graph = try #require(ReadSpec(spec.text).reader.graph)
    let stream = RandomStream(seed: 1, name: "any")
    let values = graph.initializers.map { "\($0.parameter) \($0.draw(1, stream)[0])" }
    #expect(values == ["hidden.weight 2.0", "hidden.bias 3.0", "readout.weight 1.0", "readout.bias 1.0"])
  }

  /// The gain and the shift start at 1 and 0 unless they are named, or a layer that has nothing else.
  @Test(arguments: [
    ("{default: {constant: 3}}", "1 0 1 0"), ("{default: {constant: 3}, a: {constant: 5}}", "1 0 1 0"),
    ("{default: {constant: 3}, a.norm_gain: {constant: 5}}", "5 0 1 0"), ("{default: {constant: 3}, n: {constant: 5}}", "1 0 5 5"),
    ("{default: {constant: 3}, n.bias: {constant: 5}}", "1 0 1 5"),
  ])
  func `an entry reaches a normalization where it speaks of nothing else`(_ initial: String, _ expected: String) throws {
    var spec = SampleSpec()
    spec.layers = """
      {t: {embedding: {vocabulary: 11, units: 4}}, a: {attention: {heads: 1, key_units: 2, norm: post, residual: true}}, n: layer_norm,
        l: select_last, readout: {dense: {units: 11}}}
      """
    spec.loss = "cross_entropy"
    spec.data = "{train: {anchor_composition: {items: [5, 8], shifts: [1, -1], length: 4, vocabulary: 11, sequences: 20}}}"
    spec.initial = initial
    let read = ReadSpec(spec.text)
    let graph = try #require(read.reader.graph, "\(read.problems)")
    let starts = ["a.norm_gain", "a.norm_bias", "n.gain", "n.bias"].map { name in
      graph.initializers.first { $0.parameter == name }?.draw(1, RandomStream(seed: 1, name: "")).first
    }
    #expect(starts.map { $0.map { "\(Int($0))" } ?? "nil" }.joined(separator: " ") == expected)
  }
}
