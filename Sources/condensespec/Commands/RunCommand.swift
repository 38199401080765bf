import ArgumentParser
import Constructs
import DataStore
import ExperimentGraph
import Glibc
import Reports
import Results
import Runtime
import SourceDiagnostics

/// `condensespec run`: runs an experiment, writes its bundle, checks its claims.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run an experiment and write its bundle; the exit code says whether its claims hold.",
    discussion: "The same command again goes on with a run that was killed, and returns the bundle of one that is done.")

  @OptionGroup var spec: SpecOptions
  @OptionGroup var execution: ExecutionOptions

  @Flag(help: "Obtain data sets that are missing.")
  var fetch = false

  @Flag(name: .shortAndLong, help: "Print nothing but the bundle's path.")
  var quiet = false

  func run() throws {
    let reader = try spec.readOrFail()
    guard let experiment = reader.graph else { preconditionFailure("a spec without errors has a graph") }
    try prepareData(experiment)
    let subject = RunSubject(reader, experiment, specPath: spec.spec)
    let outcome = try ExperimentRun(
      experiment: experiment, subject: subject, reader: reader, options: try execution.resolved(), isQuiet: quiet
    ).run()
    try report(outcome)
  }

  /// Data that is named must be there before anything is computed.
  private func prepareData(_ experiment: ExperimentGraph) throws(CommandFailure) {
    guard experiment.usesStoredData else { return }
    let cache = DataCache(directory: DataFolder.path)
    for set in NamedDataSet.all where experiment.reads(set) {
      do throws(DataFailure) {
        if fetch, !cache.missing(set).isEmpty {
          try cache.obtain(set, from: DataSource.remote) { Console.err($0 + "\n") }
        }
        try cache.check(set)
      } catch {
        throw CommandFailure(.badInput, "error: \(error)")
      }
    }
  }

  private func report(_ outcome: ExperimentRun.Outcome) throws(CommandFailure) {
    guard case .finished(let bundle, let seconds) = outcome else {
      throw CommandFailure(.incomplete, "stopped before the end; the same command again goes on from here")
    }
    let report: RunReport
    do throws(ResultsFailure) { report = try RunReport(bundle) } catch { throw CommandFailure(.failed, "error: \(error)") }
    if spec.json {
      Console.out(bundle.index.json.prettyText)
    } else if quiet {
      Console.out(bundle.path + "\n")
    } else {
      Console.out(report.terminal(bundlePath: bundle.path, seconds: seconds).text(Console.Stream.output.style))
    }
    if report.hasUnmetClaim { throw CommandFailure(.no) }
  }
}

extension ExperimentGraph {
  /// Whether a dataset comes from the cache of stored data sets.
  fileprivate var usesStoredData: Bool { NamedDataSet.all.contains { reads($0) } }

  fileprivate func reads(_ set: NamedDataSet) -> Bool {
    let files = set.files.map(\.name)
    return datasets.contains { dataset in dataset.content.digests.contains { files.contains($0.name) } }
  }
}
