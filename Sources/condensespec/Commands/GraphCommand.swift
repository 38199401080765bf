import ArgumentParser
import ExperimentGraph

extension GraphFormat: ExpressibleByArgument {}

/// `condensespec graph`: what the experiment is made of, and what needs what.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Print the experiment graph as text, DOT or Mermaid.")

  @OptionGroup var options: SpecOptions

  @Option(help: "\(GraphFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: GraphFormat = .text

  func run() throws {
    guard let graph = try options.readOrFail().graph else {
      preconditionFailure("a spec without errors has a graph")
    }
    Console.out(graph.rendered(as: format))
  }
}
