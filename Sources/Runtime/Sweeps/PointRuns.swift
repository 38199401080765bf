import Dispatch
import ExperimentGraph
import Results
import Synchronization

/// What became of one point of a sweep.
package enum PointEnd: Sendable {
  /// Its bundle; `wasThere` when an earlier sweep or run had made it.
  case finished(ResultBundle, wasThere: Bool)
  /// It could not be finished although the computer did nothing wrong: see `RunFailure.isOfTheExperiment`.
  case failed(RunFailure)
  /// It was not started, or stopped before its end.
  case waiting
}

/// One point and what its run is called.
package struct PointJob: Sendable {
  package let experiment: ExperimentGraph
  package let subject: RunSubject

  package init(experiment: ExperimentGraph, subject: RunSubject) {
    self.experiment = experiment
    self.subject = subject
  }
}

/// How far a sweep is, for people who watch.
package struct SweepProgress: Sendable {
  /// Points that are finished or failed.
  package let done: Int
  package let total: Int
}

/// Runs the points of a sweep side by side: one thread each while there are more points than threads, else several.
///
/// Points are taken in their order; which thread runs which decides nothing. While the bundle of one point waits for the disk, another
/// point is computed. A point that fails by its own numbers is kept as failed and the sweep goes on; what would stop every other point
/// as well (a full disk) ends it.
///
/// - Parameters:
///   - clock, environment, isCancelled: as those of `run`; called from several threads.
///   - plans: what the points have in common.
///   - limit: how many points this call takes at most. Used to verify that an interruption changes nothing.
///   - progress: told after every point, from one thread at a time.
package func runPoints(
  _ jobs: [PointJob], _ options: RunOptions, sharing plans: SharedPlans = SharedPlans(), limit: Int = .max,
  clock: @escaping @Sendable () -> Double, environment: @escaping @Sendable (RunOptions, Double) -> RunEnvironment,
  isCancelled: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (SweepProgress) -> Void
) throws(RunFailure) -> [PointEnd] {
  let computing = max(1, min(options.threads, jobs.count))
  let point = RunOptions(
    outputFolder: options.outputFolder, instructionSet: options.instructionSet,
    threads: max(1, options.threads / computing), availableMemory: options.availableMemory / computing,
    snapshotInterval: options.snapshotInterval, drawsPages: false)
  let shared = SharedSweep(count: jobs.count, limit: limit, computing: computing)
  let hands = DispatchGroup()
  // Each computes and then writes; twice as many as may compute at once, so that those who write leave nobody idle.
  for hand in 0..<min(2 * computing, jobs.count) {
    // A queue of its own is a thread of its own; the threads of a common queue are as many as processors.
    DispatchQueue(label: "points \(hand)").async(group: hands) {
      while true {
        shared.places.wait()
        guard let next = shared.state.withLock({ $0.take(unless: isCancelled()) }) else { break }
        var holdsPlace = true
        func leavePlace() {
          if holdsPlace { shared.places.signal() }
          holdsPlace = false
        }
        let begin = clock()
        let end = runPoint(jobs[next], point, plans, clock, { environment(point, clock() - begin) }, isCancelled, leavePlace)
        leavePlace()
        shared.state.withLock { state in
          state.finish(next, end)
          progress(SweepProgress(done: state.done, total: jobs.count))
        }
      }
      shared.places.signal()
    }
  }
  hands.wait()
  let ended = shared.state.withLock { $0 }
  if let fatal = ended.fatal { throw fatal }
  return ended.ends
}

/// What those who run points have in common.
private final class SharedSweep: Sendable {
  let state: Mutex<SweepState>
  /// As many as may compute at once.
  let places: DispatchSemaphore

  init(count: Int, limit: Int, computing: Int) {
    state = Mutex(SweepState(count: count, limit: limit))
    // It begins at zero: it may not end with fewer than it began with.
    places = DispatchSemaphore(value: 0)
    for _ in 0..<computing { places.signal() }
  }
}

/// How far the points are.
private struct SweepState: Sendable {
  var ends: [PointEnd]
  var next = 0
  var done = 0
  /// What ends the whole sweep.
  var fatal: RunFailure?

  let limit: Int

  init(count: Int, limit: Int) {
    ends = [PointEnd](repeating: .waiting, count: count)
    self.limit = min(limit, count)
  }

  mutating func take(unless isCancelled: Bool) -> Int? {
    guard fatal == nil, !isCancelled, next < limit else { return nil }
    next += 1
    return next - 1
  }

  mutating func finish(_ point: Int, _ end: Result<PointEnd, RunFailure>) {
    switch end {
    case .success(let end):
      ends[point] = end
      if case .waiting = end { return }
      done += 1
    case .failure(let failure) where failure.isOfTheExperiment:
      ends[point] = .failed(failure)
      done += 1
    case .failure(let failure): fatal = fatal ?? failure
    }
  }
}

private func runPoint(
  _ job: PointJob, _ options: RunOptions, _ plans: SharedPlans, _ clock: () -> Double, _ environment: () -> RunEnvironment,
  _ isCancelled: () -> Bool, _ computed: () -> Void
) -> Result<PointEnd, RunFailure> {
  do throws(RunFailure) {
    let end = try run(
      job.experiment, job.subject, options, clock: clock, environment: environment, plans: plans, isCancelled: isCancelled,
      progress: { _ in }, computed: computed)
    switch end {
    case .finished(let bundle, let wasThere): return .success(.finished(bundle, wasThere: wasThere))
    case .interrupted: return .success(.waiting)
    }
  } catch {
    return .failure(error)
  }
}
