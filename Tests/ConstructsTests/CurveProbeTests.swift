import Constructs
import ExperimentGraph
import TensorGraph
import Testing

/// Probes of what a model makes of data.
@Suite struct CurveProbeTests {
  static func column(_ values: [Double]) -> ProbedTensor { ProbedTensor(shape: Shape([values.count, 1]), values: values) }

  @Test func `the output is recorded for every sample, with its ends`() throws {
    let (probe, _) = try ProbeTests.probe("output")
    #expect(probe.needs == [.output(dataset: "train")])
    #expect(probe.arrays == [ProbeArray(name: "values", shape: [40, 1])])
    let found = probe.measure([Self.column([3, -1, 2])])
    #expect(found.scalars == [-1, 3] && found.arrays == [[3, -1, 2]])
    #expect(probe.measure([Self.column([3, .nan, 2])]).scalars.allSatisfy { $0.isNaN })
  }

  @Test func `the largest error is the farthest from its target`() throws {
    let (probe, _) = try ProbeTests.probe("largest_error")
    #expect(probe.measure([Self.column([1, 2, 3]), Self.column([1, 4.5, 4])]).scalars == [2.5])
    #expect(probe.seriesName("value") == "p")
  }

  @Test func `one degree has one column, several have one each`() throws {
    let (one, _) = try ProbeTests.probe("polynomial_fit", "on: train, degree: 2")
    #expect(one.columns == ["r2"])
    let (several, _) = try ProbeTests.probe("polynomial_fit", "on: train, degree: [3, 1, 3]")
    #expect(several.columns == ["r2_3", "r2_1"])
    let found = several.measure([Self.column([0, 1, 2, 3]), Self.column([0, 1, 8, 27])]).scalars
    // Σ (x − x̄)(y − ȳ) = 44, Σ (x − x̄)² = 5, Σ (y − ȳ)² = 470: 44² / 2350.
    #expect(abs(found[0] - 1) < 1e-14)
    #expect(abs(found[1] - 1936 / 2350.0) < 1e-14)
  }

  @Test func `frequencies have columns of their own`() throws {
    let (probe, _) = try ProbeTests.probe("frequency_error", "on: train, frequencies: [2, 1], definition: modulus")
    #expect(probe.columns == ["error_2", "error_1"])
    // Of (1, 0, −1, 0) and (3, 0, 1, 0): at 1 sizes ½ and ½; at 2 sizes 0 and 1.
    let found = probe.measure([Self.column([1, 0, -1, 0]), Self.column([3, 0, 1, 0])]).scalars
    #expect(abs(found[0] - 1) < 1e-15 && abs(found[1]) < 1e-15)
  }

  @Test func `weights are projected on the direction of the data`() throws {
    let (probe, _) = try ProbeTests.probe("direction_projection", "layer: hidden, on: train, amplitude: input")
    #expect(probe.columns == ["ratio", "aligned"])
    let weights = ProbedTensor(shape: [6, 3], values: [0, 0, 3, 0, 0, -3, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0])
    let biases = ProbedTensor(shape: [6], values: [4, -4, 0, 4, 1, 0])
    let inputs = ProbedTensor(shape: [2, 3], values: [1, 0, 1, 1, 0, 0])
    // z = (1/2) ((1, 0, 1, 1) · 3 + (1, 0, 0, 1) · (−3)) + …: targets 3 and −3 leave (0, 0, 3/2, 0).
    let found = probe.measure([weights, biases, inputs, Self.column([3, -3])])
    // Along the third axis: 3, −3, 0, 0, 1, 0; lengths 5, 5, 3, 5, √2, 0.
    #expect(abs(found.scalars[0] - (19 / 86.0).squareRoot()) < 1e-15)
    #expect(found.scalars[1] == 0)
    let cosines = [0.6, -0.6, 0, 0, 0.5.squareRoot(), 0]
    for (a, b) in zip(found.arrays[0], cosines) { #expect(abs(a - b) < 1e-15) }
    #expect(found.arrays[1] == [5, 5, 3, 5, 2.0.squareRoot(), 0])
    let (ones, _) = try ProbeTests.probe("direction_projection", "layer: hidden, on: train, amplitude: input, onto: ones, threshold: 0.6")
    let beside = ones.measure([weights, biases])
    // (0 + 3 + 4) / (5 · 2) = 0.7, −0.7, 0.5, 0.7, 1/√2, 0.
    #expect(beside.scalars[1] == 4 / 6.0)
  }

  @Test func `effective neurons are the directions of those that have some size`() throws {
    let (probe, _) = try ProbeTests.probe("effective_neurons", "layer: hidden, minimum_amplitude: 0.1")
    let weights = ProbedTensor(shape: [6, 3], values: ProbeTests.twoDirections.flatMap { $0 })
    let biases = ProbedTensor(shape: [6], values: [0, 0, 0, 0, 0, 0])
    // Sizes 1, 2, 5, 3, 0, 0.001.
    let readout = ProbedTensor(shape: [1, 6], values: [1, -1, 10, 1, 0, 1])
    #expect(probe.measure([weights, biases, readout]).scalars == [2, 4, 2 / 6.0])
  }

  @Test func `activations are compared over the samples`() throws {
    let (probe, _) = try ProbeTests.probe("activation_similarity", "layer: hidden, on: train, order: none")
    #expect(probe.needs == [.activation(layer: "hidden", dataset: "train")])
    #expect(probe.arrays.map(\.shape) == [[6, 6], [6]])
    // Units over two samples: (1, 0), (2, 0), (−1, 0), (0, 1), (0, 3), (1, 1).
    let found = probe.measure([ProbedTensor(shape: [2, 6], values: [1, 2, -1, 0, 0, 1, 0, 0, 0, 1, 3, 1])])
    let diagonal = 0.5.squareRoot()
    let row = [1, 1, -1, 0, 0, diagonal]
    for (a, b) in zip(found.arrays[0], row) { #expect(abs(a - b) < 1e-15) }
    #expect(found.arrays[1] == [0, 1, 2, 3, 4, 5])
    // Of 15 pairs three lie along the first axis, one along the second, five at 45°.
    #expect(abs(found.scalars[0] - (4 + 5 * diagonal) / 15) < 1e-15)
    #expect(Array(found.scalars[3...]) == [4, 6])
  }

  @Test func `places of an image lengthen a channel's vector`() throws {
    let (probe, _) = try ProbeTests.probe("activation_similarity")
    // Two samples, two channels, three places: (0, 1, 2, 6, 7, 8) and (3, 4, 5, 9, 10, 11).
    let found = probe.measure([ProbedTensor(shape: [2, 2, 3], values: (0..<12).map { Double($0) })])
    #expect(abs(found.scalars[0] - 226 / (154.0 * 352).squareRoot()) < 1e-15)
  }

  @Test func `contributions to the output carry the sign of the weight that reads them`() throws {
    let (probe, _) = try ProbeTests.probe("output_similarity", "layer: hidden, readout: readout, on: train, order: none")
    #expect(probe.needs == [.activation(layer: "hidden", dataset: "train"), .parameter("readout.weight")])
    let activations = ProbedTensor(shape: [2, 6], values: [1, 2, -1, 0, 0, 1, 0, 0, 0, 1, 3, 1])
    let found = probe.measure([activations, ProbedTensor(shape: [1, 6], values: [1, -3, -2, 1, -1, 0])])
    let row = [1.0, -1, 1, 0, 0, 0]
    for (a, b) in zip(found.arrays[0], row) { #expect(abs(a - b) < 1e-15) }
    // With two outputs, by (1, 1) and (1, 0): D of what they give times D of what reads them.
    let two = probe.measure([activations, ProbedTensor(shape: [2, 6], values: [1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0])])
    #expect(abs(two.arrays[0][1] - 0.5.squareRoot()) < 1e-15)
  }

  @Test func `the tangent kernel is compared with that of the start`() throws {
    var spec = SampleSpec(rest: "probes: {p: {tangent_kernel: train}}")
    spec.data = "{train: {function: {of: x, x: [1, 2, 3, 4]}}, test: {function: {of: train, x: {linspace: [0, 1, 201]}}}}"
    let probe = try #require(ReadSpec(spec.text).reader.graph?.probes.first)
    #expect(probe.needs == [.initialJacobian(dataset: "train"), .jacobian(dataset: "train")])
    let identity = (0..<16).map { $0 % 5 == 0 ? 1.0 : 0 }
    var other = identity
    other[0] = 2
    // K from 1 to diag(4, 1, 1, 1): 3 of √4.
    let found = probe.measure([identity, other].map { ProbedTensor(shape: [4, 4], values: $0) })
    #expect(found.scalars == [1.5])
    spec.rest = "probes: {p: {tangent_kernel: test}}"
    let read = ReadSpec(spec.text)
    #expect(read.summary == ["6 memory-limit"])
    #expect(read.problems.first?.message == "`tangent_kernel` takes at most 200 samples, and `test` has 201")
    spec.rest = "probes: {p: {tangent_kernel: train}}"
    spec.layers = "{hidden: {dense: {units: 10000000}}, second: {dense: {units: 10}}, readout: {dense: {units: 1}}}"
    #expect(ReadSpec(spec.text).summary == ["6 memory-limit"])
  }

  static let mistakes = [
    NeuronProbeTests.Mistake(probe: "activation_similarity: {layer: hiden, on: train}", code: "unknown-layer", words: "`hiden`"),
    NeuronProbeTests.Mistake(probe: "output_similarity: {layer: readout, on: train}", code: "shape-mismatch", words: "no layer behind"),
    NeuronProbeTests.Mistake(
      probe: "output_similarity: {layer: hidden, on: train, readout: readout}", code: "shape-mismatch", words: "reads 4 numbers"),
    NeuronProbeTests.Mistake(
      probe: "cosine_similarity: {of: hidden.weight, order: hierachical}", code: "wrong-type", words: "hierarchical"),
    NeuronProbeTests.Mistake(probe: "output: tests", code: "unknown-data", words: "`tests`"),
    NeuronProbeTests.Mistake(probe: "largest_error: {on: tset}", code: "unknown-data", words: "`tset`"),
    NeuronProbeTests.Mistake(probe: "polynomial_fit: {on: train, degree: 1}", code: "shape-mismatch", words: "this one has 2 and 1"),
    NeuronProbeTests.Mistake(
      probe: "frequency_error: {on: train, frequencies: [1]}", code: "shape-mismatch", words: "one input and one output"),
    NeuronProbeTests.Mistake(
      probe: "direction_projection: {layer: second, on: train}", code: "shape-mismatch", words: "reads 6 numbers, and an input has 2"),
  ]

  @Test(arguments: mistakes) func `data that a probe cannot use is refused at its line`(_ mistake: NeuronProbeTests.Mistake) throws {
    var spec = SampleSpec(rest: "probes:\n  p:\n    \(mistake.probe)")
    spec.data = "{train: {function: {of: x1*x2, x: {uniform: {n: 40, d: 2}}}}}"
    spec.layers = "{hidden: {dense: {units: 6, activation: tanh}}, second: {dense: {units: 4}}, readout: {dense: {units: 1}}}"
    let read = ReadSpec(spec.text)
    #expect(read.problems.map(\.code.rawValue) == [mistake.code])
    let problem = try #require(read.problems.first)
    #expect(problem.message.contains(mistake.words), "\(problem.message)")
    #expect(read.reader.sources.position(of: problem.primary.range).line == 8)
  }

  @Test func `a frequency above half of the samples is refused`() throws {
    let read = ReadSpec(SampleSpec(rest: "probes: {p: {frequency_error: {on: train, frequencies: [3, 21]}}}").text)
    #expect(read.summary == ["6 out-of-range"])
    #expect(read.problems.first?.message.contains("40 samples have no frequency 21: the highest is 20") == true)
  }

  @Test func `every threshold has columns of its own`() throws {
    let thresholds = "[0.95, 0.9, 0.999, 0.905, 2e-5, 1e-5, 1.5e-7, 0.0001]"
    let read = ReadSpec(SampleSpec(rest: "probes: {p: {condensation: {of: hidden.weight, thresholds: \(thresholds)}}}").text)
    let columns = try #require(read.reader.graph?.probes.first, "\(read.summary)").columns
    let names = ["95", "90", "99_9", "90_5", "2e_5", "1e_5", "1_5e_7", "00_01"]
    #expect(columns.filter { $0.hasPrefix("groups_") } == names.map { "groups_\($0)" })
  }

  @Test func `a dataset that is wrong itself is blamed once`() {
    var spec = SampleSpec(rest: "probes: {p: {output: test}}")
    spec.data = "{train: {function: {of: x, x: [1, 2, 3, 4]}}, test: {csv: {path: no.csv, inputs: [a], targets: [b]}}}"
    #expect(ReadSpec(spec.text).summary == ["2 missing-data-file"])
  }

  @Test func `a probe of data stands behind the data in the graph`() throws {
    let read = ReadSpec(SampleSpec(rest: "probes: {p: {output: train}, q: {parameter_norm: {}}}").text)
    let graph = try #require(read.reader.graph)
    let (p, q) = (graph.vertices.first { $0.name == "p" }, graph.vertices.first { $0.name == "q" })
    #expect(p?.needs.map { graph[$0].name } == ["train", "train"])
    #expect(p?.needs.map { graph[$0].content.kindName } == ["stage", "dataset"])
    #expect(q?.needs.map { graph[$0].content.kindName } == ["stage"])
  }
}
