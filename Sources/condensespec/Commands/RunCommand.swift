import ArgumentParser
import Constructs
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

  @Flag(help: "Run a sweep of more than 1000 points, or of more than an hour.")
  var yes = false

  func run() throws {
    let reader = try spec.readOrFail()
    if let sweep = reader.sweep {
      try run(sweep, reader)
      return
    }
    guard let experiment = reader.graph else { preconditionFailure("a spec without errors has a graph") }
    try StoredData.prepare([experiment], fetch: fetch)
    let subject = RunSubject(reader, experiment, specPath: spec.spec)
    let outcome = try ExperimentRun(
      experiment: experiment, subject: subject, reader: reader, options: try execution.resolved(), isQuiet: quiet
    ).run()
    try report(outcome)
  }

  private func run(_ sweep: SweepExperiment, _ reader: SpecReader) throws {
    try StoredData.prepare(sweep.points.map(\.graph), fetch: fetch)
    let run = SweepRun(
      sweep: sweep, reader: reader, specPath: spec.spec, options: try execution.resolved(), isQuiet: quiet)
    try run.confirm(isConfirmed: yes)
    switch try run.run() {
    case .interrupted(let done, let total):
      throw CommandFailure(
        .incomplete, "stopped after \(done) of \(total) points; the same command again goes on from here")
    case .finished(let bundle, let failures, let seconds):
      try report(bundle, failures, seconds)
    }
  }

  private func report(
    _ bundle: ResultBundle, _ failures: [(label: String, reason: String)], _ seconds: Double?
  ) throws(CommandFailure) {
    let summary: TerminalSummary
    do throws(ResultsFailure) {
      summary = try SweepReport.terminal(bundle, seconds: seconds)
    } catch { throw CommandFailure(.failed, "error: \(error)") }
    if spec.json {
      Console.out(bundle.index.json.prettyText)
    } else if quiet {
      Console.out(bundle.path + "\n")
    } else {
      Console.out(summary.text(Console.Stream.output.style))
    }
    if let first = failures.first {
      throw CommandFailure(
        .incomplete, "\(ReadableNumber.counted(failures.count, "point")) failed, the first at \(first.label): \(first.reason)\n"
          + "the same command again tries them again; `on_nonfinite: record` keeps divergence as a result, and `on_failure: record` "
          + "a search that finds nothing")
    }
    if let failure = CommandFailure(claims: summary.claims.map { ($0.name, $0.verdict) }) { throw failure }
  }

  private func report(_ outcome: ExperimentRun.Outcome) throws(CommandFailure) {
    guard case .finished(let bundle, let seconds) = outcome else {
      throw CommandFailure.stopped
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
    if let failure = CommandFailure(claims: report.claims.map { ($0.name, $0.verdict) }) { throw failure }
  }
}
