import Constructs
import ExperimentGraph
import Glibc
import Reports
import Results
import Runtime
import SourceDiagnostics

/// One run as a person watches it: progress on standard error, failures as sentences, interruption by a signal.
struct ExperimentRun {
  let experiment: ExperimentGraph
  let subject: RunSubject
  let reader: SpecReader
  let options: RunOptions
  let isQuiet: Bool

  /// What came of it.
  enum Outcome {
    /// `seconds` is nil when the bundle was there already.
    case finished(ResultBundle, seconds: Double?)
    case interrupted
  }

  func run() throws(CommandFailure) -> Outcome {
    Interruption.listen()
    let started = Computer.timestamp
    let begin = Computer.seconds
    var display = ProgressDisplay(isQuiet: isQuiet, begin: begin)
    do throws(RunFailure) {
      let end = try Runtime.run(
        experiment, subject, options, clock: { Computer.seconds },
        environment: {
          Computer.environment(options, started: started, seconds: Computer.seconds - begin)
        },
        isCancelled: { Interruption.isAsked }, progress: { display.show($0) })
      display.finish()
      switch end {
      case .finished(let bundle, let wasThere):
        return .finished(bundle, seconds: wasThere ? nil : Computer.seconds - begin)
      case .interrupted: return .interrupted
      }
    } catch {
      display.finish()
      throw failure(error)
    }
  }

  /// The exit code and the words for a run that could not go on.
  private func failure(_ failure: RunFailure) -> CommandFailure {
    if case .data = failure { return CommandFailure(.badInput, "error: \(failure)") }
    guard let (origin, help) = failure.place else { return CommandFailure(.failed, "error: \(failure)") }
    let position = reader.sources.position(of: origin)
    return CommandFailure(
      .failed,
      """
      error: \(failure)
        --> \(reader.sources[origin.file].name):\(position.line):\(position.column)
        = help: \(help)
      """)
  }
}

/// Whether the user asked the run to stop.
enum Interruption {
  nonisolated(unsafe) private static var flag: sig_atomic_t = 0

  static var isAsked: Bool { flag != 0 }

  /// From now on the first SIGINT or SIGTERM asks; a second one ends the process as usual.
  static func listen() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { received in
        Interruption.flag = 1
        signal(received, SIG_DFL)
      }
    }
  }
}

/// Progress on standard error: a live line on a terminal, a line now and then otherwise.
struct ProgressDisplay {
  let isQuiet: Bool
  let begin: Double
  private var pace: ProgressPace?
  private var hasLiveLine = false

  init(isQuiet: Bool, begin: Double) {
    self.isQuiet = isQuiet
    self.begin = begin
  }

  mutating func show(_ progress: RunProgress) {
    if isQuiet { return }
    let seconds = Computer.seconds - begin
    if pace == nil {
      pace = ProgressPace(
        isLive: Console.Stream.errors.isTerminal, total: progress.maximumSteps, step: progress.step, seconds: seconds)
    }
    pace?.total = progress.maximumSteps
    let isDue = pace?.isDue(step: progress.step, seconds: seconds) ?? false
    guard isDue else { return }
    let rate = pace?.rate(step: progress.step, seconds: seconds)
    let line = ProgressLine(
      step: progress.step, total: progress.maximumSteps, epoch: progress.step / progress.stepsPerEpoch,
      loss: progress.loss, metrics: progress.metrics.map { ProgressLine.Reading($0.name, $0.value) },
      stepsPerSecond: rate?.stepsPerSecond, secondsLeft: rate?.secondsLeft ?? nil)
    if Console.Stream.errors.isTerminal {
      hasLiveLine = true
      Console.err(line.live(Console.Stream.errors.style))
    } else {
      Console.err(line.plain())
    }
  }

  /// Leaves the live line behind.
  mutating func finish() {
    if hasLiveLine { Console.err("\n") }
    hasLiveLine = false
  }
}
