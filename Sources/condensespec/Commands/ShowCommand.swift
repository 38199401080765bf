import ArgumentParser
import Constructs
import Grammar
import Runtime

/// `condensespec show`: any step of the way from text to program, printed.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a spec as one step of its way sees it.",
    discussion: "tree: as parsed. spec: defaults filled in. resolved: expressions evaluated. provenance: where each value comes from. "
      + "graph: the experiment graph. program: the instructions of every program.")

  /// The steps that can be printed, in order.
  enum Stage: String, CaseIterable, ExpressibleByArgument {
    case tree, spec, resolved, provenance, graph, program
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
    switch stage {
    case .tree: reader.tree?.describe(in: reader.sources)
    case .spec: reader.form.map { Spec.language.text($0) }
    case .resolved: reader.resolvedText
    case .provenance: reader.resolved == nil ? nil : provenance(reader)
    case .graph: reader.graph?.rendered(as: .text)
    case .program: reader.graph.map { ExperimentPrograms($0).text }
    }
  }

  private func provenance(_ reader: SpecReader) -> String {
    let rows = reader.provenance.map { ($0.path.description, $0.value, $0.origin.description) }
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { "\($0.0.padded(to: width))  \($0.1)  (\($0.2))" }.joined(separator: "\n") + "\n"
  }
}
