import Analysis
import DataStore
import ExperimentGraph
import Kernels
import Results
import TensorGraph

/// Where the rank of a model comes from: the derivatives of its output by all parameters over generic samples, part by part.
package struct RankExplanation: Sendable {
  /// Rank of some columns of the derivatives, and how far it raises that of the columns before them.
  package struct Share: Sendable, Equatable {
    package let alone: Int
    package let adds: Int
  }

  /// A layer with parameters, or one parameter of a formula.
  package struct Part: Sendable {
    package let name: String
    package let parameters: Int
    /// At the parameters that the experiment starts with.
    package let start: Share
    /// At parameters drawn with the standard deviation 1.
    package let generic: Share
  }

  /// The most parameters of a model whose rank is explained: its spectra take some ten seconds.
  package static let mostParameters = 1500
  /// Singular values not larger than this share of the largest count as zero.
  package static let cut = 1e-9

  package let parts: [Part]
  /// Generic samples that went through the model.
  package let samples: Int
  package let parameters: Int
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
    let outputs = model.outputShape.count
    // Twice as many numbers as parameters, and some more: the rank is then that of the model, not of the samples.
    samples = (2 * parameters + 10 + outputs - 1) / outputs
    let subject = Self.subject(experiment, samples: samples)
    let programs = ExperimentPrograms(subject)
    let rows = samples * outputs
    // Beside one matrix of derivatives: some of its columns, and what their singular values are found with.
    let working = rows * parameters + singularValueNumbers(rows: rows, columns: parameters)
    try checkMemory(
      RunEstimate(subject, programs).memoryBytes + working * MemoryLayout<Double>.stride, available: availableMemory)
    var session = try Session(subject, programs, instructionSet: instructionSet, threads: threads)
    session.initialize()

    let groups = Self.groups(model)
    let columns = groups.map(\.count)
    let start = Self.shares(session.jacobian(programs.jacobians[0], isAtStart: false), columns: columns, parameters: parameters)
    for parameter in model.parameters {
      let stream = RandomStream(seed: experiment.seed, name: "explain.\(parameter.name)")
      session.write(.numbers((0..<parameter.shape.count).map { stream.normal(at: UInt64($0)) }), to: parameter.name)
    }
    let generic = Self.shares(session.jacobian(programs.jacobians[0], isAtStart: false), columns: columns, parameters: parameters)
    parts = groups.indices.map { place in
      Part(name: groups[place].name, parameters: groups[place].count, start: start[place], generic: generic[place])
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

  /// The model and its start, with generic samples in place of the data and nothing recorded; updates are planned and never made.
  private static func subject(_ experiment: ExperimentGraph, samples: Int) -> ExperimentGraph {
    let never = Moments(steps: [], atEnd: false)
    var subject = ExperimentGraph(
      title: experiment.title, seed: experiment.seed, precision: experiment.precision, checkpoints: never, metricMoments: never)
    let training = experiment.training
    subject.scales = experiment.scales
    subject.stageNeeds = [.jacobian(dataset: training.dataset)]
    for vertex in experiment.vertices {
      let content: VertexContent
      switch vertex.content {
      case .dataset(let data) where vertex.name == training.dataset:
        content = .dataset(generic(experiment, like: data, samples: samples))
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

  /// Samples of normal numbers, and of drawn whole ones where the model counts; their targets are 0.
  private static func generic(_ experiment: ExperimentGraph, like data: DatasetContent, samples: Int) -> DatasetContent {
    let (width, targets) = (data.inputShape.count, data.targetShape.count)
    let counted = experiment.model.layers.first?.counted ?? []
    let stream = RandomStream(seed: experiment.seed, name: "explain.samples")
    return DatasetContent(
      count: samples, inputShape: data.inputShape, targetShape: data.targetShape, classes: data.classes, digests: [],
      load: { () throws(DataFailure) in
        let inputs = (0..<(samples * width)).map { index -> Double in
          let bound = counted.first { $0.input.map { $0.column == index % width } ?? true }?.count
          return bound.map { Double(stream.integer(below: $0, at: UInt64(index))) } ?? stream.normal(at: UInt64(index))
        }
        return Samples(inputs: .numbers(inputs), targets: .numbers([Double](repeating: 0, count: samples * targets)))
      })
  }

  private static func shares(_ matrix: ProbedTensor, columns: [Int], parameters: Int) -> [Share] {
    var (first, before) = (0, 0)
    return columns.map { count in
      let alone = rank(matrix, first..<(first + count), of: parameters)
      let upToHere = first == 0 ? alone : rank(matrix, 0..<(first + count), of: parameters)
      first += count
      defer { before = upToHere }
      return Share(alone: alone, adds: upToHere - before)
    }
  }

  /// The rank of some columns; 0 where a number is infinite or not a number.
  private static func rank(_ matrix: ProbedTensor, _ columns: Range<Int>, of width: Int) -> Int {
    let rows = matrix.shape[0]
    var part: [Double] = []
    part.reserveCapacity(rows * columns.count + StoredMatrix.spare)
    for row in 0..<rows { part += matrix.values[(row * width + columns.lowerBound)..<(row * width + columns.upperBound)] }
    let values = try? singularValues(
      part, rows: rows, columns: columns.count, threads: matrix.threads, on: matrix.instructionSet)
    guard let values else { return 0 }
    return numericalRank(values, cut: cut)
  }
}
