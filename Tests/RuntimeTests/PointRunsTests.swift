import ExperimentGraph
import Glibc
import Results
import Runtime
import Synchronization
import TestFolders
import Testing

/// Whole runs of points that are trained together: what can end, stop or fail among them.
@Suite struct PointRunsTests {
  private static let usual = PointPartyTests.Case(
    train: "{optimizer: {gradient_descent: {learning_rate: 0.05}}, batch: full, stop: {steps: 40000}}")

  /// The digest of every point's result, or how it ended otherwise.
  private static func run(
    _ jobs: [PointJob], in folder: String, threads: Int = 1, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> [String] {
    let options = RunOptions(outputFolder: folder, instructionSet: .best, threads: threads, availableMemory: .max)
    let ends = try runPoints(
      jobs, options, clock: { seconds() },
      environment: { options, seconds in
        RunEnvironment(
          version: "", isa: "", threads: options.threads, processor: "", system: "", host: "", started: "", seconds: seconds)
      }, isCancelled: isCancelled, progress: { _ in })
    return ends.map { end in
      switch end {
      case .finished(let bundle, _): bundle.index.resultDigest.hex
      case .failed: "failed"
      case .waiting: "waiting"
      }
    }
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// What some work makes in a folder of its own.
  private static func withFolder<Made>(_ work: (String) throws -> Made) throws -> Made {
    let folder = try TemporaryFolder()
    return try work(folder.path)
  }

  private static func jobs(_ item: PointPartyTests.Case, _ count: Int = 8) throws -> [PointJob] {
    PointPartyTests.jobs(try (1...count).map { try item.experiment(seed: $0) })
  }

  @Test(arguments: [1, 2, 3]) func `bundles of points trained together are those of points trained alone`(_ threads: Int) throws {
    let jobs = try Self.jobs(Self.usual, 20)
    let alone = try Self.withFolder { folder in
      try jobs.flatMap { try Self.run([$0], in: folder) }
    }
    #expect(Set(alone).count == 20 && alone.allSatisfy { $0.count == 64 })
    #expect(try Self.withFolder { try Self.run(jobs, in: $0, threads: threads) } == alone)
  }

  @Test func `points that are there already are left alone, and the others go on together`() throws {
    let jobs = try Self.jobs(Self.usual, 12)
    try Self.withFolder { folder in
      let some = try Self.run([jobs[0], jobs[5]], in: folder)
      let all = try Self.run(jobs, in: folder)
      #expect([all[0], all[5]] == some)
      #expect(try Self.run(jobs, in: folder) == all)
      #expect(Set(all).count == 12)
    }
  }

  @Test func `who is interrupted among others goes on to the same end`() throws {
    let jobs = try Self.jobs(Self.usual)
    let whole = try Self.withFolder { try Self.run(jobs, in: $0) }
    try Self.withFolder { folder in
      let asked = Atomic(0)
      // Asked by the sweep and by every point at every look.
      let first = try Self.run(jobs, in: folder, isCancelled: { asked.add(1, ordering: .relaxed).newValue > 30 })
      #expect(first.contains("waiting"))
      #expect(try Self.run(jobs, in: folder) == whole)
    }
  }

  @Test func `who fails by its own numbers leaves the others alone`() throws {
    var item = Self.usual
    item.train = "{optimizer: {gradient_descent: {learning_rate: 0.12}}, batch: full, stop: {steps: 300}}"
    item.model =
      "{layers: {a: {dense: {units: 7, activation: relu}}, b: {dense: {units: 5}}, c: {dense: {units: 1}}}, loss: {mse: {factor: 1}}}"
    let jobs = try Self.jobs(item, 12)
    let together = try Self.withFolder { try Self.run(jobs, in: $0) }
    let alone = try Self.withFolder { folder in try jobs.flatMap { try Self.run([$0], in: folder) } }
    #expect(together == alone)
    #expect(together.contains("failed") && together.contains { $0.count == 64 })
  }

  @Test func `a folder that cannot be written ends the sweep with a failure, not with a wait`() throws {
    let jobs = try Self.jobs(Self.usual)
    #expect(throws: RunFailure.self) { try Self.run(jobs, in: "/proc/no-such-folder") }
  }
}
