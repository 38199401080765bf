import ArgumentParser
import Results

/// `condensespec diff`: what two bundles share, and why they differ.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say how two bundles differ, and why; exit 0 when they are equal at the level required.",
    discussion: "Levels, strongest first: bytes, bits, ulp:K, tol, claims.")

  @Argument(help: "A bundle.", completion: .directory)
  var first: String

  @Argument(help: "Another bundle.", completion: .directory)
  var second: String

  @Option(help: ArgumentHelp("The level that must hold for exit code 0.", valueName: "level"))
  var require = "tol"

  @Flag(help: "Print every row, not only the first 20.")
  var all = false

  @Flag(help: "Print the difference as JSON.")
  var json = false

  func run() throws {
    guard let level = EquivalenceLevel(require) else {
      throw CommandFailure(
        .badInput, "error: there is no level `\(require)`; levels are bytes, bits, ulp:K (as `ulp:4`), tol, claims")
    }
    let difference: BundleDifference
    do throws(ResultsFailure) {
      difference = try BundleDifference.compare(
        ResultBundle(at: first), ResultBundle(at: second), DifferenceOptions(required: level))
    } catch {
      throw CommandFailure(.badInput, "error: \(error)")
    }
    Console.out(json ? difference.json.prettyText : difference.text(all: all))
    if !difference.holds { throw CommandFailure(.no) }
  }
}
