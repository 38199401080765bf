import ArgumentParser
import Reports
import Runtime

/// The arguments of every command that runs an experiment; none of them can change a result.
struct ExecutionOptions: ParsableArguments {
  @Option(name: .customLong("out"), help: ArgumentHelp("Folder under which `runs/` stands.", valueName: "dir"))
  var outputFolder = "."

  @Option(help: "Threads that work; all cores by default. Results do not depend on it.")
  var threads: Int?

  @Option(
    help: ArgumentHelp("Seconds between snapshots that a killed run goes on from.", visibility: .hidden))
  var snapshotInterval = 20.0

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 1024, not \(threads)")
    }
  }

  /// As the runtime takes them; `CONDENSESPEC_ISA` forces a code path.
  func resolved() throws(CommandFailure) -> RunOptions {
    RunOptions(
      outputFolder: outputFolder, instructionSet: try Computer.chosenInstructionSet(),
      threads: threads ?? Computer.processors, availableMemory: Computer.availableMemory,
      snapshotInterval: snapshotInterval)
  }
}

extension RunOptions {
  /// How many threads work, for people: "2 threads".
  var workers: String { ReadableNumber.counted(threads, "thread") }
}
