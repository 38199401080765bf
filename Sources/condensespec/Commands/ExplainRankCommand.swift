import ArgumentParser
import Constructs
import ExperimentGraph
import Results
import Runtime

/// `condensespec explain-rank`: where the rank of a spec's model comes from.
struct ExplainRankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain-rank",
    abstract: "Say how many samples a model takes at best: by formula, by the rank of its derivatives, and what each layer gives to it.")

  @OptionGroup var spec: SpecOptions

  func run() throws {
    // Spectra tell zero from rounding in double precision alone.
    let (reader, problems) = try SpecOptions.read(
      spec.spec, overrides: spec.overrides + ["precision=float64"], folder: spec.folder)
    try spec.requireSound(reader, problems)
    if reader.sweep != nil {
      throw CommandFailure(.badInput, "error: `explain-rank` looks at one model, and this spec is a sweep of several; record `model_rank`")
    }
    guard let whole = reader.graph else { preconditionFailure("a spec without errors has a graph") }
    let experiment = whole.parts[0]
    let count = experiment.model.parameters.numberCount
    guard count <= RankExplanation.mostParameters else {
      throw CommandFailure(
        .badInput,
        "error: the model has \(count) parameters, and the rank of at most \(RankExplanation.mostParameters) is explained: "
          + "make it smaller with `--set`")
    }
    let instructionSet = try Computer.chosenInstructionSet()
    let explanation: RankExplanation
    do throws(RunFailure) {
      explanation = try RankExplanation(experiment, instructionSet: instructionSet, threads: Computer.processors)
    } catch { throw CommandFailure(.failed, "error: \(error)") }
    let size = OptimisticSize(experiment.model)
    let targets = whole.probes.compactMap { Self.target($0) }
    Console.out(spec.json ? json(explanation, size, targets).prettyText : text(explanation, size, targets))
  }

  /// What a probe says of a target by the declarations.
  private static func target(_ probe: ProbeContent) -> (name: String, size: Int)? {
    guard probe.columns.first == "size", probe.needs.isEmpty else { return nil }
    return (probe.name, Int(probe.measure([]).scalars[0]))
  }

  private func text(_ explanation: RankExplanation, _ size: OptimisticSize?, _ targets: [(name: String, size: Int)]) -> String {
    var rows = [
      ("parameters", "\(explanation.parameters)"),
      ("formula", size.map { "\($0.samples($0.most)) = \($0.text($0.most)) at generic parameters" } ?? "none is known of this model"),
      ("rank", "\(explanation.startRank) at the start, \(explanation.genericRank) at generic parameters"),
    ]
    rows += targets.map { ("target", "\($0.size): `\($0.name)`") }
    let width = max(12, (explanation.parts.map(\.name.count).max() ?? 0) + 2)
    let columns = ["parameters", "rank", "adds", "generic", "adds"]
    let table = [("", columns)] + explanation.parts.map { part in
      let numbers = [part.parameters, part.start.alone, part.start.adds, part.generic.alone, part.generic.adds]
      return (part.name, numbers.map { "\($0)" })
    }
    let lines = rows.map { $0.0.padded(to: width) + $0.1 } + [""]
      + table.map { name, cells in name.padded(to: width) + cells.map { Self.right($0) }.joined() }
    return lines.joined(separator: "\n") + "\n\n" + Self.caution(explanation.samples)
  }

  private static func right(_ cell: String) -> String { String(repeating: " ", count: max(1, 12 - cell.count)) + cell }

  private static func caution(_ samples: Int) -> String {
    """
    `rank` is that of the derivatives by a layer alone, `adds` how far it raises that of the layers before, over \(samples) drawn samples:
    normal numbers, or whole ones where the model counts. Generic parameters are drawn with standard deviation 1. A start near 0 has few
    directions: it is where training leaves from, not what the model can say.

    """
  }

  private func json(_ explanation: RankExplanation, _ size: OptimisticSize?, _ targets: [(name: String, size: Int)]) -> CanonicalJSON {
    [
      "parameters": .integer(explanation.parameters), "formula": size.map { .integer($0.samples($0.most)) } ?? .null,
      "start_rank": .integer(explanation.startRank), "generic_rank": .integer(explanation.genericRank),
      "samples": .integer(explanation.samples),
      "targets": .array(targets.map { ["name": .string($0.name), "size": .integer($0.size)] }),
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
