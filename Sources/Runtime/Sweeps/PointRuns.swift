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
  /// Those of them that were there already: they took no time.
  package let found: Int
  package let total: Int
}

/// Runs the points of a sweep side by side: one thread each while there are more points than threads, else several.
///
/// Points are taken in their order; small networks of the same shape are trained together, in the lanes of the vectors. Which thread runs
/// which, and who is beside whom, decides nothing. While the bundle of one point waits for the disk, another point is computed. A point
/// that fails by its own numbers is kept as failed and the sweep goes on; what would stop every other point as well (a full disk) ends it.
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
  let sweep = SweepInProgress(count: jobs.count, computing: computing)
  var parties = PointParties(jobs[..<min(limit, jobs.count)], point, sharing: plans, computing: computing)
  let hands = DispatchGroup()
  // The next party is prepared while others compute.
  while !isCancelled(), !sweep.hasFailed, let party = parties.next() {
    sweep.preparing.wait()
    for _ in party.points { sweep.hands.wait() }
    if isCancelled() || sweep.hasFailed { break }
    let place = ComputingPlace(of: party.points.count, sweep)
    for (number, prepared) in zip(party.points, party.prepared) {
      // A queue of its own is a thread of its own, up to `mostThreads`; those of a common queue are as many as processors.
      DispatchQueue(label: "point \(number)").async(group: hands) {
        let turn = PointTurn(place, clock)
        let end = runPoint(
          jobs[number], point, plans, prepared, clock, { environment(point, clock() - turn.begin) }, isCancelled, turn)
        prepared?.lane?.leave()
        turn.leave()
        sweep.state.withLock { state in
          state.finish(number, end)
          progress(SweepProgress(done: state.done, found: state.found, total: jobs.count))
        }
        sweep.hands.signal()
      }
    }
  }
  hands.wait()
  let ended = sweep.state.withLock { $0 }
  if let fatal = ended.fatal { throw fatal }
  return ended.ends
}

/// Threads that may wait for each other: those of queues are at most 255.
let mostThreads = 240

/// What those who run points have in common.
private final class SweepInProgress: Sendable {
  let state: Mutex<SweepState>
  /// As many parties as may compute at once.
  let places: DispatchSemaphore
  /// As many parties as may wait for a place.
  let preparing: DispatchSemaphore
  /// As many points as may be under way at once.
  let hands: DispatchSemaphore

  init(count: Int, computing: Int) {
    state = Mutex(SweepState(count: count))
    // They begin at zero: they may not end with fewer than they began with.
    places = DispatchSemaphore(value: 0)
    preparing = DispatchSemaphore(value: 0)
    hands = DispatchSemaphore(value: 0)
    for _ in 0..<computing {
      places.signal()
      preparing.signal()
    }
    for _ in 0..<max(computing, min(computing * RunEstimate.underWay, mostThreads)) { hands.signal() }
  }

  /// Whether something ended the whole sweep.
  var hasFailed: Bool { state.withLock { $0.fatal != nil } }
}

/// The right of a party to compute: taken by the first of its points that is ready, given back when all of them have computed.
private final class ComputingPlace: Sendable {
  private let sweep: SweepInProgress
  private let left: Atomic<Int>
  private let isTaken = Mutex(false)

  init(of count: Int, _ sweep: SweepInProgress) {
    left = Atomic(count)
    self.sweep = sweep
  }

  func enter() {
    isTaken.withLock { isTaken in
      if isTaken { return }
      sweep.places.wait()
      isTaken = true
      sweep.preparing.signal()
    }
  }

  func leave() {
    if left.subtract(1, ordering: .acquiringAndReleasing).newValue > 0 { return }
    // Where nobody had anything to compute, the party was all the time one of those that wait.
    let isTaken = isTaken.withLock { $0 }
    _ = isTaken ? sweep.places.signal() : sweep.preparing.signal()
  }
}

/// When one point of a party computes.
final class PointTurn {
  private let place: ComputingPlace
  private let clock: () -> Double
  private var hasLeft = false
  /// When it began, by the clock.
  private(set) var begin: Double

  fileprivate init(_ place: ComputingPlace, _ clock: @escaping () -> Double) {
    self.place = place
    self.clock = clock
    begin = clock()
  }

  /// Waits until the point may compute.
  func enter() {
    place.enter()
    begin = clock()
  }

  /// Says that it has computed; may be said again.
  func leave() {
    if !hasLeft { place.leave() }
    hasLeft = true
  }
}

/// How far the points are.
private struct SweepState: Sendable {
  var ends: [PointEnd]
  var done = 0
  /// Points that were there already.
  var found = 0
  /// What ends the whole sweep.
  var fatal: RunFailure?

  init(count: Int) { ends = [PointEnd](repeating: .waiting, count: count) }

  mutating func finish(_ point: Int, _ end: Result<PointEnd, RunFailure>) {
    switch end {
    case .success(let end):
      ends[point] = end
      if case .waiting = end { return }
      if case .finished(_, wasThere: true) = end { found += 1 }
      done += 1
    case .failure(let failure) where failure.isOfTheExperiment:
      ends[point] = .failed(failure)
      done += 1
    case .failure(let failure): fatal = fatal ?? failure
    }
  }
}

private func runPoint(
  _ job: PointJob, _ options: RunOptions, _ plans: SharedPlans, _ prepared: PreparedPoint?, _ clock: () -> Double,
  _ environment: () -> RunEnvironment, _ isCancelled: () -> Bool, _ turn: PointTurn
) -> Result<PointEnd, RunFailure> {
  do throws(RunFailure) {
    let end = try run(
      job.experiment, job.subject, options, clock: clock, environment: environment, plans: plans, prepared: prepared, turn: turn,
      isCancelled: isCancelled, progress: { _ in })
    switch end {
    case .finished(let bundle, let wasThere): return .success(.finished(bundle, wasThere: wasThere))
    case .interrupted: return .success(.waiting)
    }
  } catch {
    return .failure(error)
  }
}
