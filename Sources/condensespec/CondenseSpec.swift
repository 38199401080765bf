import ArgumentParser
import Glibc

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
      CheckCommand.self, ExplainCommand.self, ShowCommand.self, GraphCommand.self, PlanCommand.self,
      RunCommand.self, VerifyCommand.self, DiffCommand.self, ReportCommand.self, SchemaCommand.self,
      DataCommand.self,
    ])

  /// ArgumentParser would exit 64 for wrong usage and 1 for any thrown error; both mean something else here.
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      if !failure.message.isEmpty { Console.err(failure.message.hasSuffix("\n") ? failure.message : failure.message + "\n") }
      Glibc.exit(failure.exit.rawValue)
    } catch {
      let asked = exitCode(for: error) == .success
      let text = fullMessage(for: error)
      if asked { Console.out(text + "\n") } else { Console.err(text + "\n") }
      Glibc.exit(asked ? ToolExit.yes.rawValue : ToolExit.badInput.rawValue)
    }
  }
}

extension String {
  /// The text with blanks behind it up to `width` characters.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
