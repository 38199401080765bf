import Analysis
import Constructs
import DataStore
import ExperimentGraph
import Kernels
import Results
import Runtime
import SourceDiagnostics
import TestFolders
import Testing

/// The rank of models against formulas. Source: arXiv:2211.11623 and JMLR 26 (2025) 24-0192.
@Suite struct ModelRankTests {
  /// The numerical rank of a model with the parameters given, or as initialized.
  static func rank(
    _ layers: String, data: String, seed: Int, formula: String? = nil, parameters: [(name: String, values: [Double])] = []
  ) throws -> Int {
    let text = """
      condensespec: 1
      precision: float64
      seed: \(seed)
      data: {train: {\(data)}}
      model: {\(formula ?? "layers: {\(layers)}"), loss: {mse: {factor: 1}}}
      init: {default: {normal: {std: 1}}}
      train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 1}}
      probes: {r: {model_rank: {on: train}}, size: {optimistic_size: {}}}
      """
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
    let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
    let experiment = try #require(reader.graph, "\(diagnostics.list)")
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1)
    session.initialize()
    for parameter in parameters { session.write(.numbers(parameter.values), to: parameter.name) }
    let measurement = experiment.probes[0].measure([session.jacobian(programs.jacobians[0], isAtStart: false)])
    // As drawn, the parameters are generic: then the rank is what the formula says.
    if parameters.isEmpty { #expect(experiment.probes[1].measure([]).scalars[0] == measurement.scalars[0]) }
    return Int(measurement.scalars[0])
  }

  static func points(_ inputs: Int) -> String { "function: {of: x1, x: {normal: {n: 120, d: \(inputs)}}}" }

  @Test(arguments: [2, 3, 5], [1, 2, 3]) func `distinct neurons of tanh without bias have rank k(d + 1), with bias k(d + 2)`(
    _ d: Int, _ k: Int
  ) throws {
    for seed in [1, 2] {
      let plain = "hidden: {dense: {units: \(k), activation: tanh, bias: false}}, readout: {dense: {units: 1, bias: false}}"
      #expect(try Self.rank(plain, data: Self.points(d), seed: seed) == k * (d + 1))
      let biased = "hidden: {dense: {units: \(k), activation: tanh}}, readout: {dense: {units: 1, bias: false}}"
      #expect(try Self.rank(biased, data: Self.points(d), seed: seed) == k * (d + 2))
    }
  }

  /// m_w + m_a d, with m_w distinct input weights up to sign, m_a of them with an outgoing weight.
  @Test func `neurons that share their inputs count once, and spare ones add their own value alone`() throws {
    let layers = "hidden: {dense: {units: 6, activation: tanh, bias: false}}, readout: {dense: {units: 1, bias: false}}"
    let (u, v, w) = ([0.7, -0.4, 1.1], [0.2, 0.9, -0.5], [-1.3, 0.3, 0.6])
    let opposite = u.map { -$0 }
    let split = [u, u, opposite, v, v, v].flatMap { $0 }
    func rank(_ weights: [Double], _ readout: [Double]) throws -> Int {
      try Self.rank(
        layers, data: Self.points(3), seed: 4, parameters: [("hidden.weight", weights), ("readout.weight", readout)])
    }
    #expect(try rank(split, [0.3, 0.9, -0.2, 1.5, -0.5, 0.4]) == 2 * (3 + 1))
    // Two more directions without an outgoing weight: 2 + 2 + 2 · 3.
    let spare = [u, u, v, v, w, [0.1, 0.2, 0.3]].flatMap { $0 }
    #expect(try rank(spare, [0.3, 0.9, -0.2, 1.5, 0, 0]) == 2 * (3 + 1) + 2)
    // A neuron of zero input gives the three linear functions.
    let zero = [u, u, v, v, [0, 0, 0], v].flatMap { $0 }
    #expect(try rank(zero, [0.3, 0.9, -0.2, 1.5, 0.7, 0.1]) == 2 + 3 * 3)
  }

  /// k(s + p) with weights shared by the p = d + 1 − s positions, k(s + 1)p without; a bias is one more input.
  @Test(arguments: [(5, 3), (7, 2)], [1, 2]) func `a convolution has the rank of its kernel and its readout, a local layer of every position`(
    _ size: (d: Int, s: Int), _ k: Int
  ) throws {
    let (d, s) = size
    let positions = d + 1 - s
    for bias in [0, 1] {
      for (kind, expected) in [("conv1d", k * (s + bias + positions)), ("local1d", k * (s + bias + 1) * positions)] {
        let layers = """
          hidden: {\(kind): {channels: \(k), kernel: \(s), bias: \(bias == 1), activation: tanh}}, flat: flatten,
          readout: {dense: {units: 1, bias: false}}
          """
        #expect(try Self.rank(layers, data: Self.points(d), seed: 7) == expected, "\(kind), bias \(bias)")
      }
    }
  }

  /// d² − (d − rank A)(d − rank B), which is 2rd − r² where both factors have the rank r. Source: arXiv:2307.08921.
  @Test(arguments: [(1, 1), (2, 2), (3, 3), (4, 4), (1, 3), (4, 2)]) func `a product of matrices has the rank that its factors leave`(
    _ ranks: (a: Int, b: Int)
  ) throws {
    let d = 4
    func factor(_ rank: Int, _ salt: Int) -> [Double] {
      let random = RandomStream(seed: 9, name: "factor \(salt)")
      return (0..<d * d).map { place in
        (0..<rank).reduce(0.0) { sum, term in
          sum + random.normal(at: UInt64(term * 2 * d + place / d)) * random.normal(at: UInt64(term * 2 * d + d + place % d))
        }
      }
    }
    let formula = "formula: {parameters: {a: [4, 4], b: [4, 4]}, output: \"entry(product(a, b), x1, x2)\"}"
    let data = "function: {of: x1, x: {grid: [[0, 3, 4], [0, 3, 4]]}}"
    let found = try Self.rank(
      "", data: data, seed: 1, formula: formula, parameters: [("a", factor(ranks.a, 1)), ("b", factor(ranks.b, 2))])
    #expect(found == d * d - (d - ranks.a) * (d - ranks.b))
    if ranks.a == ranks.b { #expect(found == 2 * ranks.a * d - ranks.a * ranks.a) }
  }

  @Test func `the optimistic size of narrow factors is their rank`() throws {
    for r in 1...4 {
      let formula = "formula: {parameters: {a: [4, \(r)], b: [\(r), 4]}, output: \"entry(product(a, b), x1, x2)\"}"
      #expect(try Self.rank("", data: "function: {of: x1, x: {grid: [[0, 3, 4], [0, 3, 4]]}}", seed: r, formula: formula) == 8 * r - r * r)
    }
  }

  @Test(arguments: [(4, 2, 13, 45), (5, 3, 18, 90)], [1, 2]) func `the same in two dimensions: k(s² + p²) shared, k(s² + 1)p² not`(
    _ size: (d: Int, s: Int, shared: Int, unshared: Int), _ k: Int
  ) throws {
    let folder = try TemporaryFolder()
    try Self.putImages(size.d, in: folder.path)
    let data = "npy: {inputs: \(folder.path)/images.npy, targets: \(folder.path)/targets.npy}"
    for (kind, expected) in [("conv2d", k * size.shared), ("local2d", k * size.unshared)] {
      let layers = """
        hidden: {\(kind): {channels: \(k), kernel: \(size.s), bias: false, activation: tanh}}, flat: flatten,
        readout: {dense: {units: 1, bias: false}}
        """
      #expect(try Self.rank(layers, data: data, seed: 7) == expected, "\(kind)")
    }
  }

  /// Writes 250 images of d × d normal numbers and a target for each.
  private static func putImages(_ d: Int, in folder: String) throws {
    let random = RandomStream(seed: 5, name: "images")
    for (file, shape) in [("images", [250, 1, d, d]), ("targets", [250, 1])] {
      let values = (0..<shape.reduce(1, *)).map { random.normal(at: UInt64($0)) }
      try DurableFile.write(NPY.encode(NumericArray(values, shape: shape)), to: "\(folder)/\(file).npy")
    }
  }
}
