import ArgumentParser
import Constructs
import ExperimentGraph
import Grammar
import Reports
import Results
import Runtime

/// `condensespec explain-rank`: where the rank of a spec's model comes from.
struct ExplainRankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain-rank",
    abstract: "Say how many samples a model takes at best: by formula, by the rank of its derivatives, and what each layer gives to it.")

  @OptionGroup var spec: SpecOptions

  @Option(help: "Of a sweep, the point that is looked at, counted from 1. (default: 1)")
  var point: Int?

  @Option(help: "Of several stages, the one whose model and start are looked at. (default: the first)")
  var stage: String?

  func run() throws {
    // Spectra tell zero from rounding in double precision alone.
    let (reader, problems) = try SpecOptions.read(
      spec.spec, overrides: spec.overrides + ["precision=float64"], folder: spec.folder)
    try spec.requireSound(reader, problems)
    let (whole, chosen) = try chosenPoint(reader)
    let stage = try chosenStage(whole)
    let experiment = stage?.experiment ?? whole
    let count = experiment.model.parameters.numberCount
    if count == 0 {
      let place = experiment.model.layers.last?.origin ?? stage?.origin ?? experiment.training.origin
      try spec.requireSound(reader, [.noParameters(for: "explain-rank", at: place)])
    }
    guard count <= RankExplanation.mostParameters else {
      throw CommandFailure(
        .badInput,
        "error: the model has \(count) parameters, and the rank of at most \(RankExplanation.mostParameters) is explained: "
          + "make it smaller with `--set`")
    }
    let instructionSet = try Computer.chosenInstructionSet()
    let explanation: RankExplanation
    do throws(RunFailure) {
      explanation = try RankExplanation(
        experiment, instructionSet: instructionSet, threads: Computer.processors, availableMemory: Computer.availableMemory)
    } catch { throw CommandFailure(.failed, "error: \(error)") }
    guard explanation.isFinite else {
      throw CommandFailure(
        .failed,
        "error: the derivatives are not finite at normal samples, as where a formula takes the logarithm of what is negative; "
          + "record `model_rank` on data of the spec")
    }
    let targets = experiment.probes.compactMap(Target.init)
    let subject = Subject(point: chosen, stage: stage, size: OptimisticSize(experiment.model), targets: targets)
    Console.out(spec.json ? json(explanation, subject).prettyText : text(explanation, subject))
  }

  /// The experiment, and of a sweep which of its points it is.
  private func chosenPoint(_ reader: SpecReader) throws(CommandFailure) -> (ExperimentGraph, String?) {
    guard let sweep = reader.sweep else {
      guard point == nil else { throw CommandFailure(.badInput, "error: the spec is no sweep: leave `--point` out") }
      guard let graph = reader.graph else { preconditionFailure("a spec without errors has a graph") }
      return (graph, nil)
    }
    let number = point ?? 1
    guard sweep.points.indices.contains(number - 1) else {
      throw CommandFailure(.badInput, "error: the sweep has the points 1 to \(sweep.points.count), and none has the number \(number)")
    }
    let chosen = sweep.points[number - 1]
    return (chosen.graph, "\(number) of \(sweep.points.count): \(chosen.label)")
  }

  /// The stage that is looked at; nil for an experiment that has one alone.
  private func chosenStage(_ whole: ExperimentGraph) throws(CommandFailure) -> StagePart? {
    guard let stage else { return whole.stages.first }
    if let found = whole.stages.first(where: { $0.name == stage }) { return found }
    let names = whole.stages.map { "`\($0.name)`" }.joined(separator: ", ")
    throw CommandFailure(
      .badInput,
      "error: there is no stage called `\(stage)`" + (names.isEmpty ? ": the spec has none" : "; the stages are \(names)"))
  }

  /// What a probe says of a target by the declarations.
  private struct Target {
    let name: String
    let size: Int

    /// Nil for a probe that says no size.
    init?(_ probe: ProbeContent) {
      guard let size = probe.targetSize else { return nil }
      (name, self.size) = (probe.name, size)
    }
  }

  /// What is explained: a whole experiment, or one of several stages.
  private struct Subject {
    /// Which point of a sweep; nil for a spec of one.
    let point: String?
    /// Nil for a whole.
    let stage: StagePart?
    let size: OptimisticSize?
    let targets: [Target]

    /// The point, and the stage with its model, as people read them.
    var rows: [(String, String)] {
      (point.map { [("point", $0)] } ?? [])
        + (stage.map { [("stage", "`\($0.name)`" + ($0.model.map { ", with the model `\($0)`" } ?? ""))] } ?? [])
    }
  }

  private func text(_ explanation: RankExplanation, _ subject: Subject) -> String {
    let size = subject.size
    var rows = subject.rows
    rows += [
      ("parameters", "\(explanation.parameters)"),
      ("formula", size.map { "\($0.samples($0.most)) = \($0.text($0.most)) at generic parameters" } ?? "none is known of this model"),
      ("rank", "\(explanation.startRank) at the start, \(explanation.genericRank) at generic parameters"),
    ]
    rows += subject.targets.map { ("target", "\($0.size): `\($0.name)`") }
    let width = max(12, (explanation.parts.map(\.name.count).max() ?? 0) + 2)
    let columns = ["parameters", "rank", "adds", "generic", "adds"]
    let table = [("", columns)] + explanation.parts.map { part in
      let numbers = [part.parameters, part.start.alone, part.start.adds, part.generic.alone, part.generic.adds]
      return (part.name, numbers.map { "\($0)" })
    }
    let lines = rows.map { $0.0.padded(to: width) + $0.1 } + [""]
      + table.map { name, cells in name.padded(to: width) + cells.map { Self.right($0) }.joined() }
    return lines.joined(separator: "\n") + "\n\n" + Self.caution(explanation)
  }

  private static func right(_ cell: String) -> String { String(repeating: " ", count: max(1, 12 - cell.count)) + cell }

  private static func caution(_ explanation: RankExplanation) -> String {
    let samples =
      explanation.samplesAreAll
      ? "all \(explanation.samples) samples that there are."
      : "\(explanation.samples) drawn samples:\nnormal numbers, or whole ones where the model counts. "
        + "So many are drawn that more raise no rank."
    return """
    `rank` is that of the derivatives by a layer alone, `adds` how far it raises that of the layers before, over \(samples)
    Singular values not larger than \(canonicalNumber(RankExplanation.cut)) of the largest count as zero.
    Generic parameters are normal with variance 1 / fan_in. A start near 0 has few directions: it is where training leaves from,
    not what the model can say.

    """ + doubts(explanation)
  }

  /// What to think of ranks that another cut would change: without a gap in the singular values the formula is the better answer.
  private static func doubts(_ explanation: RankExplanation) -> String {
    [("at the start", explanation.startEdge), ("at generic parameters", explanation.genericEdge)].compactMap { place, edge in
      guard let edge, edge.isDoubtful else { return nil }
      let (above, below) = (ReadableNumber.text(edge.above, digits: 2), ReadableNumber.text(edge.below, digits: 2))
      return """
        The rank \(place) is what the cut makes it: the singular values beside the cut are \(above) and \(below) of the largest,
        without a gap between them. Samples tell some parameters apart only in digits that are lost.

        """
    }.joined()
  }

  private static func json(_ edge: RankExplanation.Edge?) -> CanonicalJSON {
    edge.map { ["above": .number($0.above), "below": .number($0.below)] } ?? .null
  }

  private func json(_ explanation: RankExplanation, _ subject: Subject) -> CanonicalJSON {
    [
      "point": subject.point.map { .string($0) } ?? .null,
      "stage": subject.stage.map { .string($0.name) } ?? .null, "model": subject.stage?.model.map { .string($0) } ?? .null,
      "parameters": .integer(explanation.parameters), "formula": subject.size.map { .integer($0.samples($0.most)) } ?? .null,
      "start_rank": .integer(explanation.startRank), "generic_rank": .integer(explanation.genericRank),
      "start_edge": Self.json(explanation.startEdge), "generic_edge": Self.json(explanation.genericEdge),
      "samples": .integer(explanation.samples),
      "targets": .array(subject.targets.map { ["name": .string($0.name), "size": .integer($0.size)] }),
      "layers": .array(
        explanation.parts.map { part in
          [
            "name": .string(part.name), "parameters": .integer(part.parameters), "start_rank": .integer(part.start.alone),
            "start_adds": .integer(part.start.adds), "generic_rank": .integer(part.generic.alone),
            "generic_adds": .integer(part.generic.adds),
          ]
        }),
    ]
  }
}
