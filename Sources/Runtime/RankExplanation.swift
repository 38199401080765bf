import Analysis
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

  /// - Parameter experiment: of double precision, with at most `mostParameters`; its data is loaded and not looked at.
  package init(
    _ experiment: ExperimentGraph, instructionSet: InstructionSet, threads: Int
  ) throws(RunFailure) {
    var experiment = experiment
    let data = experiment.training.dataset
    experiment.stageNeeds.append(.jacobian(dataset: data))
    let programs = ExperimentPrograms(experiment)
    var session = try Session(experiment, programs, instructionSet: instructionSet, threads: threads)
    session.initialize()
    let model = experiment.model
    parameters = model.parameters.numberCount
    let outputs = model.outputShape.count
    let portion = experiment.trainingData.count
    let portions = (2 * parameters + 10 + outputs * portion - 1) / (outputs * portion)
    samples = portions * portion

    let start = Self.derivatives(session, experiment, data, portions)
    for parameter in model.parameters {
      let stream = RandomStream(seed: experiment.seed, name: "explain.\(parameter.name)")
      session.write(.numbers((0..<parameter.shape.count).map { stream.normal(at: UInt64($0)) }), to: parameter.name)
    }
    let generic = Self.derivatives(session, experiment, data, portions)
    let groups = Self.groups(model)
    let (columns, width) = (groups.map(\.count), model.parameters.numberCount)
    let shares = [start, generic].map { Self.shares($0, columns: columns, parameters: width) }
    parts = groups.indices.map { place in
      Part(name: groups[place].name, parameters: groups[place].count, start: shares[0][place], generic: shares[1][place])
    }
  }

  /// Parameters that belong together, in the model's order.
  private static func groups(_ model: ModelContent) -> [(name: String, count: Int)] {
    model.layers.flatMap { layer -> [(name: String, count: Int)] in
      if layer.parameters.isEmpty { return [] }
      if layer.parameters.allSatisfy({ $0.name.hasPrefix(layer.name) }) { return [(layer.name, layer.parameters.numberCount)] }
      return layer.parameters.map { ($0.name, $0.shape.count) }
    }
  }

  /// Derivatives over generic samples, (samples · outputs, parameters): normal numbers, and drawn whole ones where the model counts.
  private static func derivatives(
    _ session: borrowing Session, _ experiment: ExperimentGraph, _ data: String, _ portions: Int
  ) -> [Double] {
    guard let program = session.programs.jacobians.first(where: { $0.dataset == data }) else {
      preconditionFailure("the derivatives that were asked for are planned")
    }
    let width = experiment.model.inputShape.count
    let count = experiment.trainingData.count * width
    let counted = experiment.model.layers.first?.counted ?? []
    var values: [Double] = []
    for portion in 0..<portions {
      let stream = RandomStream(seed: experiment.seed, name: "explain.samples.\(portion)")
      let inputs = (0..<count).map { index -> Double in
        let bound = counted.first { $0.column == nil || $0.column == index % width }?.count
        return bound.map { Double(stream.integer(below: $0, at: UInt64(index))) } ?? stream.normal(at: UInt64(index))
      }
      session.write(.numbers(inputs), to: SlotName.inputs(data))
      values += session.jacobian(program, isAtStart: false).values
    }
    return values
  }

  private static func shares(_ matrix: [Double], columns: [Int], parameters: Int) -> [Share] {
    var (first, before) = (0, 0)
    return columns.map { count in
      let alone = rank(matrix, first..<(first + count), of: parameters)
      first += count
      let upToHere = rank(matrix, 0..<first, of: parameters)
      defer { before = upToHere }
      return Share(alone: alone, adds: upToHere - before)
    }
  }

  /// The rank of some columns; 0 where a number is infinite or not a number.
  private static func rank(_ matrix: [Double], _ columns: Range<Int>, of width: Int) -> Int {
    let rows = matrix.count / width
    let part = (0..<rows).flatMap { row in matrix[(row * width + columns.lowerBound)..<(row * width + columns.upperBound)] }
    guard let values = try? singularValues(part, rows: rows, columns: columns.count) else { return 0 }
    return numericalRank(values, cut: cut)
  }
}
