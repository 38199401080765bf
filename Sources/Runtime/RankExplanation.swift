import Analysis
import ExperimentGraph
import Kernels
import TensorGraph

/// Where the rank of a model comes from: the derivatives of its output by all parameters over generic samples, part by part.
package struct RankExplanation: Sendable {
  /// Rank of some columns of the derivatives, and how far it raises that of the columns before them.
  package struct Share: Sendable, Equatable {
    package let alone: Int
    package let adds: Int
  }

  /// The last singular value that counts and the first that does not.
  package struct Edge: Sendable, Equatable {
    package let above: Double
    package let below: Double
    /// Whether they are so near to one another that another cut would give another rank.
    package var isDoubtful: Bool { above < 100 * below }
  }

  /// A layer with parameters, or one parameter of a formula.
  package struct Part: Sendable {
    package let name: String
    package let parameters: Int
    /// At the parameters that the experiment starts with.
    package let start: Share
    /// At normal parameters of the variance 1 / fan_in.
    package let generic: Share
  }

  /// The most parameters of a model whose rank is explained: its spectra take some ten seconds.
  package static let mostParameters = 1500
  /// Singular values not larger than this share of the largest count as zero.
  package static let cut = 1e-9
  /// How often the samples are doubled at most. Each time but the last raises a rank.
  private static let mostDoublings = 6

  package let parts: [Part]
  /// Generic samples that went through the model.
  package let samples: Int
  /// Whether there are no others.
  package let samplesAreAll: Bool
  package let parameters: Int
  /// Whether all derivatives are finite; the ranks mean nothing where they are not.
  package let isFinite: Bool
  /// The singular values on both sides of the cut, as shares of the largest; nil where all are on one side.
  package let startEdge: Edge?
  package let genericEdge: Edge?
  package var startRank: Int { parts.reduce(0) { $0 + $1.start.adds } }
  package var genericRank: Int { parts.reduce(0) { $0 + $1.generic.adds } }

  /// - Parameters:
  ///   - experiment: of double precision, with 1 to `mostParameters` parameters; its data is not loaded.
  ///   - availableMemory: bytes that can be had; what needs more is refused before it starts.
  package init(
    _ experiment: ExperimentGraph, instructionSet: InstructionSet, threads: Int, availableMemory: Int
  ) throws(RunFailure) {
    let model = experiment.model
    parameters = model.parameters.numberCount
    precondition((1...Self.mostParameters).contains(parameters), "the rank of a model with some parameters is explained")
    var generic = GenericSamples(for: experiment)
    var found = try Derivatives(experiment, generic, instructionSet, threads: threads, availableMemory: availableMemory)
    for _ in 0..<Self.mostDoublings where !generic.areAll && !found.areIndependent {
      generic = generic.doubled
      let more = try Derivatives(experiment, generic, instructionSet, threads: threads, availableMemory: availableMemory)
      let isSettled = more.ranks == found.ranks
      found = more
      if isSettled { break }
    }
    (samples, samplesAreAll) = (generic.count, generic.areAll)
    isFinite = found.start.isFinite && found.generic.isFinite
    (startEdge, genericEdge) = (found.start.edge, found.generic.edge)
    let groups = Self.groups(model)
    let columns = groups.map(\.count)
    let (start, drawn) = (found.start.shares(columns), found.generic.shares(columns))
    parts = groups.indices.map { place in
      Part(name: groups[place].name, parameters: groups[place].count, start: start[place], generic: drawn[place])
    }
  }

  /// Parameters that belong together, in the model's order.
  private static func groups(_ model: ModelContent) -> [(name: String, count: Int)] {
    model.layers.flatMap { layer -> [(name: String, count: Int)] in
      if layer.parameters.isEmpty { return [] }
      if layer.parameters.allSatisfy({ $0.owners.contains(layer.name) }) { return [(layer.name, layer.parameters.numberCount)] }
      return layer.parameters.map { ($0.name, $0.shape.count) }
    }
  }
}

/// The derivatives at the start and at generic parameters.
private struct Derivatives {
  let start: DerivativeMatrix
  let generic: DerivativeMatrix

  var ranks: [Int] { [start.rank, generic.rank] }
  /// Whether more samples could say nothing more.
  var areIndependent: Bool { ranks.allSatisfy { $0 == start.columns } }

  init(
    _ experiment: ExperimentGraph, _ samples: GenericSamples, _ instructionSet: InstructionSet, threads: Int, availableMemory: Int
  ) throws(RunFailure) {
    let model = experiment.model
    let subject = Self.subject(experiment, samples)
    let programs = ExperimentPrograms(subject)
    let (rows, columns) = (samples.count * model.outputShape.count, model.parameters.numberCount)
    // Beside two matrices of derivatives: some columns of one, and what their singular values are found with.
    let working = 2 * rows * columns + singularValueNumbers(rows: rows, columns: columns)
    try checkMemory(
      RunEstimate(subject, programs).memoryBytes + working * MemoryLayout<Double>.stride, available: availableMemory)
    var session = try Session(subject, programs, instructionSet: instructionSet, threads: threads)
    session.initialize()
    start = DerivativeMatrix(session.jacobian(programs.jacobians[0], isAtStart: false))
    for parameter in model.parameters {
      let stream = RandomStream(seed: experiment.seed, name: "explain.\(parameter.name)")
      let deviation = 1 / Double(parameter.fanIn).squareRoot()
      session.write(.numbers((0..<parameter.shape.count).map { deviation * stream.normal(at: UInt64($0)) }), to: parameter.name)
    }
    generic = DerivativeMatrix(session.jacobian(programs.jacobians[0], isAtStart: false))
  }

  /// The model and its start, with generic samples in place of the data and nothing recorded; updates are planned and never made.
  private static func subject(_ experiment: ExperimentGraph, _ samples: GenericSamples) -> ExperimentGraph {
    let never = Moments(steps: [], atEnd: false)
    var subject = ExperimentGraph(
      title: experiment.title, seed: experiment.seed, precision: experiment.precision, checkpoints: never, metricMoments: never)
    let training = experiment.training
    subject.scales = experiment.scales
    subject.stageNeeds = [.jacobian(dataset: training.dataset)]
    for vertex in experiment.vertices {
      let content: VertexContent
      switch vertex.content {
      case .dataset(let data) where vertex.name == training.dataset: content = .dataset(samples.content(like: data))
      case .training:
        content = .training(
          TrainingContent(
            dataset: training.dataset, optimizer: training.optimizer, batchSize: 1, shuffles: false, stop: training.stop, judged: [],
            nonfinite: training.nonfinite, search: nil, flow: training.flow, bounds: training.bounds, origin: training.origin))
      case .model, .initializer, .optimizer: content = vertex.content
      case .dataset, .stage, .probe, .metric, .claim, .figure: continue
      }
      subject.add(vertex.name, vertex.summary, content, needs: [], origin: vertex.origin)
    }
    return subject
  }
}

/// The derivatives of every output for every sample (rows) by all parameters (columns), and their singular values.
private struct DerivativeMatrix {
  private let matrix: ProbedTensor
  /// Descending; empty where a number is infinite or not a number.
  private let spectrum: [Double]

  var columns: Int { matrix.shape[1] }
  var isFinite: Bool { !spectrum.isEmpty }
  var rank: Int { numericalRank(spectrum, cut: RankExplanation.cut) }

  var edge: RankExplanation.Edge? {
    let rank = rank
    guard rank > 0, rank < spectrum.count else { return nil }
    return RankExplanation.Edge(above: spectrum[rank - 1] / spectrum[0], below: spectrum[rank] / spectrum[0])
  }

  init(_ matrix: ProbedTensor) {
    self.matrix = matrix
    spectrum = Self.spectrum(matrix, 0..<matrix.shape[1])
  }

  /// What columns that belong together have for a rank, and by how much each raises that of those before.
  ///
  /// All are judged by the largest singular value of all columns: a column more lowers no singular value, and so no rank, and no part has
  /// more than the whole.
  func shares(_ counts: [Int]) -> [RankExplanation.Share] {
    let limit = RankExplanation.cut * (spectrum.first ?? 0)
    var (first, before) = (0, 0)
    return counts.map { count in
      let end = first + count
      let own = spectrum(of: first..<end)
      let upToHere = (first == 0 ? own : spectrum(of: 0..<end)).count { $0 > limit }
      defer { (first, before) = (end, upToHere) }
      return RankExplanation.Share(alone: own.count { $0 > limit }, adds: upToHere - before)
    }
  }

  private func spectrum(of columns: Range<Int>) -> [Double] {
    columns == 0..<self.columns ? spectrum : Self.spectrum(matrix, columns)
  }

  private static func spectrum(_ matrix: ProbedTensor, _ columns: Range<Int>) -> [Double] {
    let (rows, width) = (matrix.shape[0], matrix.shape[1])
    var part: [Double] = []
    part.reserveCapacity(rows * columns.count + StoredMatrix.spare)
    for row in 0..<rows { part += matrix.values[(row * width + columns.lowerBound)..<(row * width + columns.upperBound)] }
    let values = try? singularValues(part, rows: rows, columns: columns.count, threads: matrix.threads, on: matrix.instructionSet)
    return values ?? []
  }
}
