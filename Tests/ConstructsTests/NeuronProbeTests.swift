import Constructs
import ExperimentGraph
import TensorGraph
import Testing

/// Probes of neurons, on a hidden layer of six units with one input and a bias.
@Suite struct NeuronProbeTests {
  /// Weight (6, 1), bias (6) and readout (1, 6) as a probe reads them.
  static func measured(_ probe: ProbeContent, _ weights: [Double], _ biases: [Double], _ readout: [Double]) throws -> Measurement {
    probe.measure(
      try probe.needs.map { need in
        switch need {
        case .parameter("hidden.weight"): ProbedTensor(shape: [6, 1], values: weights)
        case .parameter("hidden.bias"): ProbedTensor(shape: [6], values: biases)
        case .parameter("readout.weight"):
          ProbedTensor(shape: Shape([readout.count / 6, 6]), values: readout)
        default: throw UnexpectedNeed(need: need)
        }
      })
  }

  struct UnexpectedNeed: Error {
    let need: ProbeNeed
  }

  static let weights = [3.0, 0, -2, 0, 1, 6]
  static let biases = [4.0, 1, 0, -2, 1, 8]
  static let readout = [1.0, -2, 3, 0, 1, 0.5]
  /// atan2(4, 3) and √2.
  static let steep = 0.9272952180016122
  static let root = 2.0.squareRoot()

  @Test func `a neuron's point is its angle and its size`() throws {
    let (probe, _) = try ProbeTests.probe("neuron_features", "layer: hidden, readout: readout")
    let found = try Self.measured(probe, Self.weights, Self.biases, Self.readout)
    let half = Double.pi / 2
    let (angles, sizes) = ([Self.steep, half, -2 * half, -half, half / 2, Self.steep], [5, 2, 6, 0, Self.root, 5])
    #expect(found.arrays == [angles, sizes])
    #expect(abs(found.scalars[0] - 18 - Self.root) < 1e-14)
    #expect(found.scalars[1] == 6)
  }

  @Test func `a neuron's size can be its input's, and several outputs are one vector`() throws {
    let (input, _) = try ProbeTests.probe("neuron_features", "layer: hidden, amplitude: input")
    #expect(input.needs == [.parameter("hidden.weight"), .parameter("hidden.bias")])
    let sizes = [5, 1, 2, 2, Self.root, 10]
    #expect(try Self.measured(input, Self.weights, Self.biases, []).arrays[1] == sizes)
    let (product, _) = try ProbeTests.probe("neuron_features")
    let two = try Self.measured(product, Self.weights, Self.biases, [3, 0, 0, 0, 0, 6, 4, 1, 0, 0, 0, 8])
    #expect(two.arrays[1] == [25, 1, 0, 0, 0, 100])
  }

  @Test func `the first units alone can be looked at`() throws {
    let (probe, _) = try ProbeTests.probe("neuron_features", "layer: hidden, first_units: 3")
    #expect(probe.arrays.map(\.shape) == [[3], [3]])
    #expect(try Self.measured(probe, Self.weights, Self.biases, Self.readout).arrays[1] == [5, 2, 6])
  }

  @Test func `the share near the most loaded angles is of the total size`() throws {
    let (probe, _) = try ProbeTests.probe("orientation_windows", "layer: hidden, count: 2, half_width: 0.1")
    #expect(probe.columns == ["share", "center_1", "center_2", "share_1", "share_2"])
    // Sizes 5 and 5 at atan2(4, 3), 6 at −π, 4 elsewhere.
    let found = try Self.measured(probe, Self.weights, Self.biases, [1, -2, 3, 1, 0, 0.5]).scalars
    let expected = [0.8, -Double.pi, Self.steep, 0.3, 0.5]
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-15) }
  }

  @Test func `missing windows have no center`() throws {
    let (probe, _) = try ProbeTests.probe("orientation_windows", "layer: hidden, count: 3, amplitude: product")
    let found = try Self.measured(probe, Self.weights, Self.biases, [1, 0, 0, 0, 0, 0.5]).scalars
    #expect(found[0] == 1)
    #expect(found[2].isNaN && found[3].isNaN)
    #expect(Array(found[4...]) == [1, 0, 0])
    let dead = try Self.measured(probe, Self.weights, Self.biases, [0, 0, 0, 0, 0, 0]).scalars
    #expect(dead.allSatisfy { $0.isNaN })
  }

  @Test func `clusters leave tiny neurons out`() throws {
    let (probe, _) = try ProbeTests.probe("orientation_clusters", "layer: hidden, minimum_amplitude: 0.15")
    // Of sizes 5, 1, 2, 2, √2, 10 those above 1.5 are left: two at one angle, one at −π, one at −π/2.
    #expect(try Self.measured(probe, Self.weights, Self.biases, []).scalars == [3, 4])
    // atan2(4, 3) and π/4 are 0.142 apart.
    let (all, _) = try ProbeTests.probe("orientation_clusters", "layer: hidden, gap: 0.15")
    #expect(try Self.measured(all, Self.weights, Self.biases, []).scalars == [4, 6])
  }

  @Test func `the sizes of the groups are recorded where they are asked for`() throws {
    let (probe, _) = try ProbeTests.probe(
      "condensation", "of: hidden.weight, thresholds: [0.9], minimum_norm: 0, sizes: 4, at_least: 2")
    #expect(
      probe.columns == [
        "kept", "groups", "groups_90", "largest_90", "size_1", "size_2", "size_3", "size_4", "share_1", "share_2", "share_3",
        "share_4", "large_groups",
      ])
    let found = ProbeTests.measured(probe, ProbeTests.twoDirections, [0, 0, 0, 0, 0, 0]).scalars
    let shares = [0.5, 2 / 6.0, 1 / 6.0, 0]
    #expect(found == [6, 3, 3, 0.5, 3, 2, 1, 0] + shares + [2])
  }

  // MARK: Relative distance

  static func distance(_ options: String, _ starts: [[Double]], _ ends: [[Double]], _ shapes: [Shape]) throws -> Double {
    let (probe, _) = try ProbeTests.probe("relative_distance", options)
    let tensors = zip(starts + ends, shapes + shapes).map { ProbedTensor(shape: $1, values: $0) }
    return probe.measure(tensors).scalars[0]
  }

  @Test func `the first hidden units are rows of their own weight and columns of the readout`() throws {
    // Units 0 and 1 of six: (3, 0, 0; 0, 4, 0) moves by (0, 0, 5); what the others do is not seen.
    let start = [3.0, 0, 0, 0, 4, 0] + [Double](repeating: 1, count: 12)
    let end = [3.0, 0, 0, 0, 4, 5] + [Double](repeating: 9, count: 12)
    #expect(try Self.distance("of: hidden.weight, first_units: 2", [start], [end], [[6, 3]]) == 1)
    let (before, after) = ([4.0, 3, 1, 1, 1, 1], [4.0, 13, 1, 1, 1, 1])
    #expect(try Self.distance("of: readout.weight, first_units: 2", [before], [after], [[1, 6]]) == 2)
    // Two outputs: columns 0 and 1 of each row.
    let rows = [3.0, 0, 7, 7, 7, 7, 0, 4, 7, 7, 7, 7]
    let moved = [3.0, 5, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0]
    #expect(try Self.distance("of: readout.weight, first_units: 2", [rows], [moved], [[2, 6]]) == 1)
  }

  @Test func `the bias of the last layer is taken whole`() throws {
    #expect(try Self.distance("of: readout.bias, first_units: 2", [[5]], [[15]], [[1]]) == 2)
  }

  @Test func `normalized distances weigh parameters by their own start`() throws {
    let (w, a) = ([1.0, -1, 1, -1, 1, -1], [100.0, 100, 100, 100, 100, 100])
    // Both have mean square 1 in their own units: one number of twelve moves by 1, another by 1.
    let (w1, a1) = ([2.0, -1, 1, -1, 1, -1], [100.0, 100, 100, 100, 100, 200])
    let found = try Self.distance("of: [hidden.bias, readout.weight], normalized: true", [w, a], [w1, a1], [[6], [1, 6]])
    #expect(abs(found - (1 / 6.0).squareRoot()) < 1e-15)
    let plain = try Self.distance("of: [hidden.bias, readout.weight], normalized: false", [w, a], [w1, a1], [[6], [1, 6]])
    #expect(abs(plain - (10_001 / 60_006.0).squareRoot()) < 1e-15)
  }

  // MARK: Mistakes

  struct Mistake: CustomTestStringConvertible {
    let probe: String
    let code: String
    let words: String
    var testDescription: String { probe }
  }

  static let mistakes = [
    Mistake(probe: "neuron_features: hiden", code: "unknown-layer", words: "`hiden`"),
    Mistake(probe: "neuron_features: flat", code: "shape-mismatch", words: "`flat` has no units with weights"),
    Mistake(probe: "neuron_features: second", code: "shape-mismatch", words: "a vector of 7 numbers: it has no angle"),
    Mistake(probe: "neuron_features: {layer: hidden, readout: readout}", code: "shape-mismatch", words: "reads 4 numbers"),
    Mistake(probe: "neuron_features: {layer: hidden, readout: redout}", code: "unknown-layer", words: "`redout`"),
    Mistake(probe: "neuron_features: {layer: readout}", code: "shape-mismatch", words: "no layer behind `readout`"),
    Mistake(probe: "neuron_features: {layer: readout, amplitude: input}", code: "shape-mismatch", words: "5 numbers"),
    Mistake(probe: "orientation_windows: {layer: hidden, first_units: 7}", code: "out-of-range", words: "7, and `hidden` has 6 units"),
    Mistake(probe: "orientation_clusters: {layer: hidden, gap: 7}", code: "out-of-range", words: "`gap`"),
    Mistake(probe: "relative_distance: {of: readout, first_units: 5}", code: "out-of-range", words: "has 4 units"),
    Mistake(probe: "relative_distance: {first_units: 5}", code: "out-of-range", words: "`second.weight` has 4 units"),
  ]

  @Test(arguments: mistakes) func `what a probe cannot look at is refused at its line`(_ mistake: Mistake) throws {
    var spec = SampleSpec(rest: "probes:\n  p:\n    \(mistake.probe)")
    spec.layers =
      "{flat: flatten, hidden: {dense: {units: 6, activation: tanh}}, second: {dense: {units: 4}}, readout: {dense: {units: 1}}}"
    let read = ReadSpec(spec.text)
    #expect(read.problems.map(\.code.rawValue) == [mistake.code])
    let problem = try #require(read.problems.first)
    #expect(problem.message.contains(mistake.words), "\(problem.message)")
    #expect(read.reader.sources.position(of: problem.primary.range).line == 8)
  }
}
