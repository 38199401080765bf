import ArgumentParser
import ExperimentGraph

extension GraphFormat: ExpressibleByArgument {}

/// `condensespec graph`: what the experiment is made of, and what needs what.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Print the experiment graph as text, DOT or Mermaid; of a sweep, the graph of its first point.")

  @OptionGroup var options: SpecOptions

  @Option(help: "\(GraphFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: GraphFormat = .text

  func run() throws {
    let reader = try options.readOrFail()
    if let sweep = reader.sweep {
      let first = sweep.points[0]
      Console.out(
        format == .text ? sweep.content.text(above: first.graph, label: first.label) : first.graph.rendered(as: format))
      return
    }
    guard let graph = reader.graph else { preconditionFailure("a spec without errors has a graph") }
    Console.out(graph.rendered(as: format))
  }
}
