import ArgumentParser
import Constructs
import ExperimentGraph
import Grammar
import Runtime

/// `condensespec show`: any step of the way from text to program, printed.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a spec as one step of its way sees it.",
    discussion: "tree: as parsed. spec: defaults filled in. resolved: expressions evaluated. provenance: where each value comes from. "
      + "points: the points of a sweep and their runs. graph: the experiment graph. program: the instructions of every program.")

  /// The steps that can be printed, in order.
  enum Stage: String, CaseIterable, ExpressibleByArgument {
    case tree, spec, resolved, provenance, points, graph, program
  }

  @OptionGroup var options: SpecOptions

  @Option(help: "\(Stage.allCases.map(\.rawValue).joined(separator: ", ")).")
  var stage: Stage = .resolved

  func run() throws {
    let (reader, _) = try options.read()
    // A step is printed if the spec got so far; otherwise what stopped it is.
    if let text = text(reader) {
      Console.out(text)
      return
    }
    _ = try options.readOrFail()
  }

  private func text(_ reader: SpecReader) -> String? {
    if let sweep = reader.sweep { return text(reader, sweep) }
    return switch stage {
    case .tree: reader.tree?.describe(in: reader.sources)
    case .spec: reader.form.map { Spec.language.text($0) }
    case .resolved: reader.resolvedText
    case .provenance: reader.resolved == nil ? nil : provenance(reader.provenance)
    case .points: nil
    case .graph: reader.graph?.rendered(as: .text)
    case .program: reader.graph.map { Self.programs(of: $0) }
    }
  }

  /// The same of a sweep: what differs from point to point is shown for the first.
  private func text(_ reader: SpecReader, _ sweep: SweepExperiment) -> String? {
    let first = sweep.points[0]
    switch stage {
    case .tree: return reader.tree?.describe(in: reader.sources)
    case .spec: return sweep.resolvedText
    case .resolved: return first.resolved.yaml(notes: false)
    case .provenance: return provenance(first.resolved.provenance(in: reader.sources))
    case .points:
      let runs = sweep.points.map { RunSubject($0.resolved, $0.graph, reader, specPath: options.spec).identity.folderName }
      return zip(runs, sweep.points).map { "\($0)  \($1.label)\n" }.joined()
    case .graph: return sweep.content.text(above: first.graph, label: first.label)
    case .program: return Self.programs(of: first.graph)
    }
  }

  private func provenance(_ rows: [ProvenanceRow]) -> String {
    let rows = rows.map { ($0.path.description, $0.value, $0.origin.description) }
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { "\($0.0.padded(to: width))  \($0.1)  (\($0.2))" }.joined(separator: "\n") + "\n"
  }

  /// Every program of an experiment, stage by stage where it has several.
  private static func programs(of experiment: ExperimentGraph) -> String {
    if experiment.stages.isEmpty { return ExperimentPrograms(experiment).text }
    return experiment.stages.map { "stage \($0.name)\n\(ExperimentPrograms($0.experiment).text)" }.joined(separator: "\n")
  }
}
