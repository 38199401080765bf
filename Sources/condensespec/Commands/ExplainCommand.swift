import ArgumentParser
import Constructs
import SourceDiagnostics

/// `condensespec explain`: a construct, a part of a spec, a function or a diagnostic code.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a construct (`adam`), a part of a spec (`train`), a function (`last`) or a diagnostic code (`comma-trap`).")

  @Argument(
    help: "What to explain; without it, everything there is is listed.", completion: .list(Documents.names))
  var name: String?

  func run() throws {
    guard let name else {
      Console.out(Documents.overview)
      return
    }
    if let text = Documents.explanation(of: name) {
      Console.out(text)
      return
    }
    let near = spellingHelp(for: name, among: Documents.names)
    throw CommandFailure(
      .badInput, "error: nothing is called `\(name)`" + (near.map { "; " + $0 } ?? ""))
  }
}
