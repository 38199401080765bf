import ArgumentParser
import Constructs
import Glibc
import Kernels
import Results
import Runtime
import SourceDiagnostics

/// `condensespec verify`: is the bundle what it says, and does it come out again?
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every digest of a bundle; with --rerun, run it again and compare.")

  /// What can be varied without changing a result.
  enum Variation: String, CaseIterable {
    case threads, isa, resume
  }

  @Argument(help: "A bundle.", completion: .directory)
  var bundle: String

  @Flag(help: "Run the bundle's own spec again and compare the result digests.")
  var rerun = false

  @Option(
    help: ArgumentHelp(
      "With --rerun: vary these, separated by commas: \(Variation.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "list"))
  var vary: String?

  @Option(
    name: .customLong("folder"),
    help: ArgumentHelp("Folder that relative data paths of the spec start from.", valueName: "dir"))
  var folder = "."

  func run() throws {
    let variations = try parsedVariations()
    let bundle = try opened()
    try checkIntegrity(bundle)
    guard rerun || !variations.isEmpty else { return }
    var isReproduced = true
    for attempt in attempts(variations) {
      let digest = try runAgain(bundle, attempt)
      let isEqual = digest == bundle.index.resultDigest
      isReproduced = isReproduced && isEqual
      Console.out("\(attempt.name.padded(to: 28))\(digest.hex)  \(isEqual ? "equal" : "DIFFERENT")\n")
    }
    Console.out(isReproduced ? "reproduced: every result digest is that of the bundle\n" : "not reproduced\n")
    if !isReproduced { throw CommandFailure(.no) }
  }

  private func parsedVariations() throws(CommandFailure) -> [Variation] {
    var result: [Variation] = []
    for word in (vary ?? "").split(separator: ",") {
      let name = word.filter { $0 != " " }
      guard let variation = Variation(rawValue: name) else {
        let known = Variation.allCases.map(\.rawValue)
        let near = spellingHelp(for: name, among: known)
        throw CommandFailure(
          .badInput,
          "error: `\(name)` cannot be varied"
            + (near.map { "; " + $0 } ?? "; choose among \(known.joined(separator: ", "))"))
      }
      result.append(variation)
    }
    return result
  }

  private func opened() throws(CommandFailure) -> ResultBundle {
    do throws(ResultsFailure) { return try ResultBundle(at: bundle) } catch {
      throw CommandFailure(.badInput, "error: \(error)")
    }
  }

  private func checkIntegrity(_ bundle: ResultBundle) throws(CommandFailure) {
    let problems: [IntegrityProblem]
    do throws(ResultsFailure) { problems = try bundle.verifyIntegrity() } catch {
      throw CommandFailure(.badInput, "error: \(error)")
    }
    guard problems.isEmpty else {
      throw CommandFailure(.badInput, problems.map { "error: \($0)" }.joined(separator: "\n"))
    }
    Console.out("intact: \(bundle.index.artifacts.count) files, result digest \(bundle.index.resultDigest.hex)\n")
  }

  // MARK: Running again

  /// One way of running the experiment again.
  private struct Attempt {
    let name: String
    var instructionSet = InstructionSet.best
    var threads = 1
    var isInterrupted = false
  }

  private func attempts(_ variations: [Variation]) -> [Attempt] {
    var all = rerun && variations.isEmpty ? [Attempt(name: "again", threads: Computer.processors)] : []
    for variation in variations {
      switch variation {
      case .threads: all += [1, 2, 3].map { Attempt(name: "threads \($0)", threads: $0) }
      case .isa:
        all += InstructionSet.available.map {
          Attempt(name: "isa \($0.rawValue)", instructionSet: $0, threads: Computer.processors)
        }
      case .resume:
        all.append(Attempt(name: "interrupted and resumed", threads: Computer.processors, isInterrupted: true))
      }
    }
    return all
  }

  private func runAgain(_ bundle: ResultBundle, _ attempt: Attempt) throws(CommandFailure) -> ContentDigest {
    let scratch = try TemporaryFolder()
    defer { scratch.remove() }
    let reader = try reader(of: bundle)
    let specPath = bundle.index.specName + ".yaml"
    if let sweep = reader.sweep { return try runAgain(sweep, reader, specPath, attempt, scratch) }
    guard let experiment = reader.graph else { preconditionFailure("a spec without errors has a graph") }
    let subject = RunSubject(reader, experiment, specPath: specPath)
    if attempt.isInterrupted {
      let steps = experiment.maximumSteps
      for _ in 0..<2 {
        let options = options(attempt, scratch, stopAfter: max(1, steps / 3))
        _ = try ExperimentRun(
          experiment: experiment, subject: subject, reader: reader, options: options, isQuiet: true
        ).run()
      }
    }
    let outcome = try ExperimentRun(
      experiment: experiment, subject: subject, reader: reader, options: options(attempt, scratch, stopAfter: nil),
      isQuiet: true
    ).run()
    guard case .finished(let made, _) = outcome else {
      throw CommandFailure(.incomplete, "stopped before the bundle was verified")
    }
    return made.index.resultDigest
  }

  /// The same for a sweep; an interruption comes after a third and after two thirds of its points.
  private func runAgain(
    _ sweep: SweepExperiment, _ reader: SpecReader, _ specPath: String, _ attempt: Attempt, _ scratch: borrowing TemporaryFolder
  ) throws(CommandFailure) -> ContentDigest {
    var run = SweepRun(
      sweep: sweep, reader: reader, specPath: specPath, options: options(attempt, scratch, stopAfter: nil), isQuiet: true)
    let points = sweep.points.count
    for limit in attempt.isInterrupted ? [points / 3, 2 * points / 3] : [] {
      run.stopAfterPoints = limit
      _ = try run.run()
    }
    run.stopAfterPoints = nil
    guard case .finished(let made, _, _) = try run.run() else {
      throw CommandFailure(.incomplete, "stopped before the bundle was verified")
    }
    return made.index.resultDigest
  }

  private func options(_ attempt: Attempt, _ scratch: borrowing TemporaryFolder, stopAfter: Int?) -> RunOptions {
    RunOptions(
      outputFolder: scratch.path, instructionSet: attempt.instructionSet, threads: attempt.threads,
      availableMemory: Computer.availableMemory, stopAfterSteps: stopAfter)
  }

  /// The experiment of a bundle, from the resolved spec in it.
  private func reader(of bundle: ResultBundle) throws(CommandFailure) -> SpecReader {
    let path = bundle.path + "/" + BundleFile.resolvedSpec.path
    let (reader, problems) = try SpecOptions.read(path, overrides: [], folder: folder)
    guard !problems.contains(where: { $0.severity == .error }) else {
      throw CommandFailure(.badInput, SpecOptions.rendered(problems, reader.sources))
    }
    return reader
  }
}

/// A folder that is gone when it is no longer needed.
struct TemporaryFolder {
  let path: String

  init() throws(CommandFailure) {
    var template = Array(((Environment["TMPDIR"] ?? "/tmp") + "/condensespec-verify-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(.failed, "error: cannot make a temporary folder: \(String(cString: strerror(errno)))")
    }
    path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func remove() {
    // What cannot be removed stays in the folder for temporary files.
    try? Folder.remove(path)
  }
}
