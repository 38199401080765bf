import ArgumentParser
import Constructs
import SourceDiagnostics

/// How a list of problems is printed.
enum ProblemFormat: String, CaseIterable, ExpressibleByArgument {
  case full, concise, json, github
}

/// `condensespec check`: is the spec right, down to every shape and name?
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Judge a spec without running it; print everything that is wrong, in one pass.")

  @OptionGroup var options: SpecOptions

  @Option(help: "How problems are printed: \(ProblemFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: ProblemFormat = .full

  func run() throws {
    let (reader, problems) = try options.read()
    let format = options.json ? .json : self.format
    switch format {
    case .json: Console.out(JSONRenderer.render(problems, reader.sources))
    case .concise: Console.out(ConciseRenderer.render(problems, reader.sources))
    case .github: Console.out(GitHubRenderer.render(problems, reader.sources))
    case .full:
      if problems.isEmpty {
        Console.out("\(options.spec): right\n")
      } else {
        Console.out(SpecOptions.rendered(problems, reader.sources, on: .output))
      }
    }
    if problems.contains(where: { $0.severity == .error }) { throw CommandFailure(.badInput) }
  }
}
