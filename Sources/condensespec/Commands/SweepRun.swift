import Constructs
import ExperimentGraph
import Glibc
import Kernels
import Reports
import Results
import Runtime
import SourceDiagnostics
import Synchronization

/// One sweep as a person watches it: progress on standard error, failures as sentences, interruption by a signal.
struct SweepRun {
  let sweep: SweepExperiment
  let reader: SpecReader
  let specPath: String
  let options: RunOptions
  let isQuiet: Bool
  /// Points after which it stops, to verify that an interruption changes nothing; nil for no limit.
  var stopAfterPoints: Int?

  /// What the points have in common.
  private let plans = SharedPlans()

  /// What came of it.
  enum Outcome {
    /// `seconds` is nil when the bundle was there already.
    case finished(ResultBundle, failures: [(label: String, reason: String)], seconds: Double?)
    /// Stopped before every point had ended.
    case interrupted(done: Int, total: Int)
  }

  /// Sweeps that take longer, or have more points, are run only when it is said that this is meant.
  private static let longest = 3600.0
  private static let mostPoints = 1000

  /// Refuses a sweep that is larger than people usually mean.
  func confirm(isConfirmed: Bool) throws(CommandFailure) {
    if isConfirmed { return }
    let points = sweep.points.count
    if points > Self.mostPoints {
      throw CommandFailure(
        .badInput, "error: the sweep has \(points) points, more than \(Self.mostPoints)\n  = help: run it with `--yes` if that is meant")
    }
    let estimate = SweepEstimate(sweep.points.map(\.graph), sharing: plans, options, clock: { Computer.seconds })
    if estimate.seconds > Self.longest {
      let hours = (estimate.seconds / 360).rounded() / 10
      throw CommandFailure(
        .badInput,
        "error: the sweep may take up to \(hours) hours on \(options.workers)\n  = help: run it with `--yes` if that is meant")
    }
  }

  /// Runs what is missing; a sweep that is complete is only read.
  func run() throws(CommandFailure) -> Outcome {
    Interruption.listen()
    let subject = SweepSubject(sweep, reader, specPath: specPath)
    do throws(ResultsFailure) {
      if let done = try BundleWriter.finished(subject.identity, under: options.outputFolder, on: .sweeps),
        done.index.status == .complete
      {
        return .finished(done, failures: [], seconds: nil)
      }
    } catch { throw CommandFailure(.failed, "error: \(error)") }
    let begin = Computer.seconds
    switch try runAll() {
    case .ended(let end): return .finished(end.bundle, failures: end.failures, seconds: Computer.seconds - begin)
    case .interrupted(let done, let total): return .interrupted(done: done, total: total)
    }
  }

  /// What came of running every point and of computing what is said of all of them.
  enum Whole {
    case ended(SweepEnd)
    case interrupted(done: Int, total: Int)
  }

  /// Runs what is missing and computes summaries, claims and figures, whether they are there already or not.
  func runAll() throws(CommandFailure) -> Whole {
    Interruption.listen()
    let subject = SweepSubject(sweep, reader, specPath: specPath)
    let begin = Computer.seconds
    let started = Computer.timestamp
    let jobs = mapSideBySide(count: sweep.points.count, threads: options.threads) { number in
      let point = sweep.points[number]
      return PointJob(experiment: point.graph, subject: RunSubject(point.resolved, point.graph, reader, specPath: specPath))
    }
    let display = Mutex(SweepDisplay(isQuiet: isQuiet, begin: begin))
    do throws(RunFailure) {
      let ends = try runPoints(
        jobs, options, sharing: plans, limit: stopAfterPoints ?? .max, clock: { Computer.seconds },
        environment: { options, seconds in Computer.environment(options, started: Computer.timestamp, seconds: seconds) },
        isCancelled: { Interruption.isAsked }, progress: { step in display.withLock { $0.show(step) } })
      display.withLock { $0.finish() }
      let waiting = ends.count { if case .waiting = $0 { true } else { false } }
      if waiting > 0 { return .interrupted(done: ends.count - waiting, total: ends.count) }
      let end = try writeSweep(
        sweep.content, subject, jobs, ends, under: options.outputFolder,
        environment: Computer.environment(options, started: started, seconds: Computer.seconds - begin))
      return .ended(end)
    } catch {
      display.withLock { $0.finish() }
      throw CommandFailure(.failed, "error: \(error)")
    }
  }
}

extension SweepSubject {
  /// What a sweep is called and made of.
  init(_ sweep: SweepExperiment, _ reader: SpecReader, specPath: String) {
    var data: [RunIdentity.Datum] = []
    for datum in sweep.points.flatMap({ $0.graph.dataIdentity }) where !data.contains(datum) { data.append(datum) }
    self.init(
      identity: RunIdentity(
        specName: RunSubject.stem(of: specPath), resolvedSpec: Array(sweep.resolvedText.utf8), data: data,
        numerics: numericsVersion),
      source: reader.sources[reader.file].bytes, resolved: sweep.resolvedText, labels: sweep.points.map(\.label))
  }
}

/// Progress of a sweep on standard error: a live line on a terminal, a line now and then otherwise.
private struct SweepDisplay {
  let isQuiet: Bool
  let begin: Double
  private var pace: ProgressPace?
  private var hasLiveLine = false

  init(isQuiet: Bool, begin: Double) {
    self.isQuiet = isQuiet
    self.begin = begin
  }

  mutating func show(_ progress: SweepProgress) {
    if isQuiet { return }
    let seconds = Computer.seconds - begin
    let stream = Console.Stream.errors
    if pace == nil { pace = ProgressPace(isLive: stream.isTerminal, total: progress.total, step: 0, seconds: 0) }
    let isLast = progress.done == progress.total
    guard (pace?.isDue(step: progress.done, seconds: seconds) ?? false) || (isLast && stream.isTerminal) else { return }
    let left = pace?.rate(step: progress.done, leavingOut: progress.found, seconds: seconds)?.secondsLeft
    let line = "point \(progress.done)/\(progress.total)" + (left.map { "  about \(Int($0.rounded(.up))) s left" } ?? "")
    if stream.isTerminal {
      hasLiveLine = true
      Console.err("\r\u{1B}[K" + line)
    } else {
      Console.err(line + "\n")
    }
  }

  /// Leaves the live line behind.
  mutating func finish() {
    if hasLiveLine { Console.err("\n") }
    hasLiveLine = false
  }
}
