import ArgumentParser
import Glibc
import SourceDiagnostics

/// The tool: arguments in, exit code out.
@main
struct CondenseSpec: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "condensespec",
    abstract: "Describe, run and check experiments on why neural networks condense.",
    discussion: """
      EXIT CODES
      \(ToolExit.allCases.map { "  \($0.rawValue)".padded(to: 6) + $0.meaning }.joined(separator: "\n"))
      """,
    version: Version.text,
    subcommands: [
      CheckCommand.self, ExplainCommand.self, ShowCommand.self, GraphCommand.self, PlanCommand.self, PhaseCommand.self,
      ExplainRankCommand.self, RunCommand.self, VerifyCommand.self, DiffCommand.self, ReportCommand.self, PaperCommand.self,
      SchemaCommand.self,
      DataCommand.self,
    ])

  /// ArgumentParser would exit 64 for wrong usage and 1 for any thrown error; both mean something else here.
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      try refuseUnknownCommand()
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      if !failure.message.isEmpty { Console.err(failure.message.hasSuffix("\n") ? failure.message : failure.message + "\n") }
      Glibc.exit(failure.exit.rawValue)
    } catch {
      let asked = exitCode(for: error) == .success
      let text = fullMessage(for: error)
      if asked { Console.out(text + "\n") } else { Console.err(spoken(text) + "\n") }
      Glibc.exit(asked ? ToolExit.yes.rawValue : ToolExit.badInput.rawValue)
    }
  }

  /// ArgumentParser would speak of unexpected arguments where a command is misspelt.
  private static func refuseUnknownCommand() throws(CommandFailure) {
    guard let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-") else { return }
    let known = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    if known.contains(name) { return }
    let near = spellingHelp(for: name, among: known)
    throw CommandFailure(
      .badInput,
      "error: there is no command `\(name)`; "
        + (near ?? "there are \(known.joined(separator: ", "))"))
  }

  /// Every failure of the tool begins in the same way.
  private static func spoken(_ text: String) -> String {
    let theirs = "Error: "
    return text.hasPrefix(theirs) ? "error: " + text.dropFirst(theirs.count) : text
  }
}

extension String {
  /// The text with blanks behind it up to `width` characters.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
