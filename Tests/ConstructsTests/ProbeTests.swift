import Constructs
import ExperimentGraph
import Grammar
import Kernels
import TensorGraph
import Testing

@Suite struct ProbeTests {
  static let kinds = Probes.family.info.entries.map(\.kind)

  /// What must be said to each kind that does not take `of: hidden.weight`.
  static let plainOptions = [
    "neuron_features": "layer: hidden", "orientation_windows": "layer: hidden", "orientation_clusters": "layer: hidden",
    "direction_projection": "layer: hidden, on: train", "effective_neurons": "layer: hidden", "output": "on: train",
    "decisions": "on: train", "largest_error": "on: train", "polynomial_fit": "on: train, degree: [1, 2]",
    "frequency_error": "on: train, frequencies: [1, 3]",
    "activation_similarity": "layer: hidden, on: train", "output_similarity": "layer: hidden, on: train", "tangent_kernel": "on: train",
    "hessian_spectrum": "zero_below: 1e-6", "hessian_extremes": "steps: 20", "model_rank": "on: train, cut: 1e-6",
    "initial_scales": "", "training_time": "", "optimistic_size": "",
  ]

  /// Kinds that look at a model of one input.
  static let ofOneInput = ["neuron_features", "orientation_windows", "orientation_clusters", "polynomial_fit", "frequency_error"]

  /// Kinds that look at a model with several outputs.
  static let ofClasses = ["decisions"]

  /// A probe of each kind on a layer of six units with biases.
  static func probe(_ kind: String, _ options: String? = nil) throws -> (ProbeContent, [ParameterDeclaration]) {
    let options = options ?? plainOptions[kind] ?? "of: hidden.weight"
    var spec = SampleSpec(rest: "probes: {p: {\(kind): {\(options)}}}")
    if ofClasses.contains(kind) {
      spec.data = "{train: {csv: {path: Tests/Fixtures/golden/data/table.csv, inputs: [1, 2, 3], targets: [kind], classes: 3}}}"
      spec.layers = "{hidden: {dense: {units: 6, activation: tanh}}, readout: {dense: {units: 3}}}"
    } else if !ofOneInput.contains(kind) {
      spec.data = "{train: {function: {of: x1*x2, x: {uniform: {n: 40, d: 3}}}}}"
    }
    let read = ReadSpec(spec.text)
    #expect(read.summary == [])
    let graph = try #require(read.reader.graph)
    return (graph.probes[0], graph.model.parameters)
  }

  /// Random tensors for what a probe reads, with units taken in an order.
  static func tensors(_ probe: ProbeContent, _ parameters: [ParameterDeclaration], order: [Int]) throws -> [ProbedTensor] {
    let inputs = try #require(parameters.first { $0.name == "hidden.weight" }).shape[1]
    let outputs = try #require(parameters.first { $0.name == "readout.weight" }).shape[0]
    return try probe.needs.map { need in
      let (name, stream, given): (String, String, Shape?) =
        switch need {
        case .parameter(let name): (name, "now", nil)
        case .initial(let name): (name, "initial", nil)
        case .gradient(let name): (name, "gradient", nil)
        case .inputs: ("inputs", "data", [40, inputs])
        case .targets: ("targets", "data", [40, 1])
        // The table of classes has 60 rows.
        case .output: ("output", "data", [outputs == 1 ? 40 : 60, outputs])
        case .activation(let layer, _): (layer, "activation", layer == "hidden" ? [40, 6] : [40, 1])
        case .jacobian: ("jacobian", "now", [40, 31])
        case .initialJacobian: ("jacobian", "initial", [40, 31])
        case .hessian: ("hessian", "now", [31, 31])
        case .lanczos: ("lanczos", "now", [2, 20])
        case .progress: ("progress", "now", [2])
        }
      let shape = try given ?? #require(parameters.first { $0.name == name }).shape
      let random = RandomStream(seed: 3, name: stream + name)
      let values = (0..<shape.count).map { random.normal(at: UInt64($0)) }
      let tensor = ReferenceTensor(shape, values)
      let permuted = ReferenceTensor(shape) { index in
        var index = index
        // Units are rows of weights and biases, and columns of activations.
        if name.hasPrefix("hidden.") { index[0] = order[index[0]] }
        if name == "readout.weight" || name == "hidden" { index[1] = order[index[1]] }
        return tensor[index]
      }
      return ProbedTensor(shape: shape, values: permuted.values)
    }
  }

  @Test(arguments: kinds) func `a probe gives what it declares`(_ kind: String) throws {
    let (probe, parameters) = try Self.probe(kind)
    let measurement = probe.measure(try Self.tensors(probe, parameters, order: Array(0..<6)))
    #expect(measurement.scalars.count == probe.columns.count)
    #expect(measurement.arrays.map(\.count) == probe.arrays.map(\.shape.count))
    #expect(measurement.scalars.allSatisfy { $0.isFinite })
    var seen: [String] = []
    for column in probe.columns {
      #expect(!seen.contains(column))
      seen.append(column)
    }
  }

  /// Kinds that are about the order of rows.
  static let ofOrder = ["row_order"]

  @Test(arguments: kinds.filter { !ofOrder.contains($0) }) func `the numbers of a probe do not depend on the order of the units`(_ kind: String) throws {
    for options in [nil, "of: readout.weight"] where kind.hasSuffix("norm") || options == nil {
      let (probe, parameters) = try Self.probe(kind, options)
      let first = probe.measure(try Self.tensors(probe, parameters, order: Array(0..<6))).scalars
      let second = probe.measure(try Self.tensors(probe, parameters, order: [3, 5, 0, 1, 4, 2])).scalars
      for (a, b) in zip(first, second) { #expect(abs(a - b) <= 1e-13 * max(1, abs(a)), "\(options)") }
    }
  }

  @Test(arguments: kinds, [Double.nan, .infinity, 0]) func `a probe of a training that diverged, or of nothing, measures something`(
    _ kind: String, _ number: Double
  ) throws {
    let (probe, parameters) = try Self.probe(kind)
    let tensors = try Self.tensors(probe, parameters, order: Array(0..<6))
    let measurement = probe.measure(
      tensors.map { ProbedTensor(shape: $0.shape, values: $0.values.map { _ in number }) })
    #expect(measurement.scalars.count == probe.columns.count)
    #expect(measurement.arrays.map(\.count) == probe.arrays.map(\.shape.count))
    if number.isNaN, !probe.needs.isEmpty, !kind.hasPrefix("condensation"), !kind.hasSuffix("similarity") {
      #expect(measurement.scalars.contains { $0.isNaN })
    }
  }

  /// Rows of `weights` and their biases as the probe sees them.
  static func measured(_ probe: ProbeContent, _ weights: [[Double]], _ biases: [Double]) -> Measurement {
    let weight = ProbedTensor(shape: Shape([weights.count, weights[0].count]), values: weights.flatMap { $0 })
    let bias = ProbedTensor(shape: Shape([biases.count]), values: biases)
    return probe.measure(Array([weight, bias].prefix(probe.needs.count)))
  }

  static let twoDirections = [[1.0, 0, 0], [2, 0, 0], [0.5, 0, 0], [0, 0, 3], [0, 0, 1], [0, 1e-3, 0]]

  @Test func `condensed units are counted by direction, short ones left out`() throws {
    let (probe, _) = try Self.probe("condensation", "of: hidden.weight, thresholds: [0.9, 0.5]")
    #expect(probe.columns == ["kept", "groups", "groups_90", "largest_90", "groups_50", "largest_50"])
    let found = Self.measured(probe, Self.twoDirections, [0, 0, 0, 0, 0, 0]).scalars
    #expect(found == [5, 2, 2, 0.6, 2, 0.6])
  }

  @Test func `a bias is the last number of a unit's vector unless it is left out`() throws {
    let biases = [0.0, 0, 5, 0, 0, 0]
    let (with, _) = try Self.probe("condensation", "of: hidden.weight, thresholds: [0.9]")
    #expect(Self.measured(with, Self.twoDirections, biases).scalars[1] == 3)
    let (without, _) = try Self.probe("condensation", "of: hidden.weight, thresholds: [0.9], include_bias: false")
    #expect(without.needs == [.parameter("hidden.weight")])
    #expect(Self.measured(without, Self.twoDirections, biases).scalars[1] == 2)
  }

  @Test func `a decision is the place of the largest output, of equal ones the first`() throws {
    let (probe, _) = try Self.probe("decisions")
    func measured(_ rows: [[Double]]) -> Measurement {
      probe.measure([ProbedTensor(shape: [rows.count, 3], values: rows.flatMap { $0 })])
    }
    let found = measured([[1, 3, 2], [-5, -5, -6], [0, 1, 1], [0, 0, -1]])
    #expect(found.arrays == [[1, 0, 1, 0]] && found.scalars == [2])
    let lost = measured([[1, .nan, 2], [1, 2, 3]])
    #expect(lost.arrays[0][0].isNaN && lost.arrays[0][1] == 2 && lost.scalars[0].isNaN)
    #expect(probe.listName(probe.arrays[0]) == "p")
  }

  @Test func `opposite units are two directions and one line`() throws {
    let weights = [[1.0, 0, 0], [-1, 0, 0], [1, 0, 0], [-2, 0, 0], [1, 0, 0], [1, 0, 0]]
    for (by, groups) in [("direction", 2.0), ("line", 1.0)] {
      let (probe, _) = try Self.probe("condensation", "of: hidden.weight, by: \(by)")
      #expect(Self.measured(probe, weights, [0, 0, 0, 0, 0, 0]).scalars[1] == groups)
    }
  }

  @Test func `the similarity map holds the cosines in the order it states`() throws {
    let (probe, _) = try Self.probe("cosine_similarity")
    let found = Self.measured(probe, Self.twoDirections, [0, 0, 0, 0, 0, 0])
    let order = found.arrays[1].map { Int($0) }
    #expect(order.sorted() == [0, 1, 2, 3, 4, 5])
    for row in 0..<6 {
      for column in 0..<6 {
        let (a, b) = (Self.twoDirections[order[row]], Self.twoDirections[order[column]])
        let same = a.firstIndex { $0 != 0 } == b.firstIndex { $0 != 0 }
        #expect(abs(found.arrays[0][row * 6 + column] - (same ? 1 : 0)) <= 1e-15)
      }
    }
    // Of the ten pairs of five kept units, 3 + 1 point the same way.
    #expect(zip(found.scalars, [0.4, 0.4, 0.6, 2, 5]).allSatisfy { abs($0 - $1) <= 1e-15 })
  }

  @Test func `the relative distance is that of one vector from the initialization`() throws {
    let (probe, _) = try Self.probe("relative_distance", "of: [hidden.bias]")
    #expect(probe.needs == [.initial("hidden.bias"), .parameter("hidden.bias")])
    let tensors = [[3.0, 4, 0, 0, 0, 0], [3, 4, 0, 0, 0, 10]].map { ProbedTensor(shape: [6], values: $0) }
    #expect(probe.measure(tensors).scalars == [2])
    #expect(probe.seriesName("value") == "p")
  }

  @Test func `a norm is over all that is named as one vector`() throws {
    let tensors = [ProbedTensor(shape: [6, 3], values: [3] + [Double](repeating: 0, count: 17)),
      ProbedTensor(shape: [6], values: [-4, 0, 0, 0, 0, 0])]
    for (norm, expected) in [("l1", 7.0), ("l2", 5), ("max", 4)] {
      for kind in ["parameter_norm", "gradient_norm"] {
        let (probe, _) = try Self.probe(kind, "of: hidden, norm: \(norm)")
        #expect(probe.measure(tensors).scalars == [expected])
        #expect(probe.needsGradient == (kind == "gradient_norm"))
      }
    }
  }
}
