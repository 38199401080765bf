import Glibc
import Kernels
import Results
import Testing

/// Runs whose threads lose their processors to other programs: the same bits, and no collapse.
@Suite(.serialized) struct DisturbanceTests {
  /// Work of every kind that is shared between threads.
  static let cases = GoldenCase.these(["wide", "images-wide", "three-layer-wide", "two-layer-600"]).filter { $0.precision == "float32" }

  @Test func `busy processes on every processor change no bit and do not make threads wait for each other`() throws {
    let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let spinners = try (0..<(2 * processors + 1)).map { _ in try Spinner() }
    defer { for spinner in spinners { spinner.end() } }
    #expect(Self.cases.count == 4)
    for item in Self.cases {
      let golden = try item.goldenDigest
      var alone = Duration.zero
      for threads in [1, 2, 3, 7] {
        let path = ExecutionPath(instructionSet: .best, threads: threads)
        var digest = ""
        let time = try ContinuousClock().measure { digest = try path.run(item) { $0.index.resultDigest.hex } }
        if threads == 1 { alone = time }
        if !GoldenTests.isUpdating { #expect(digest == golden, "\(item.name), \(path)") }
        #expect(time < alone * 5 + .seconds(5), "\(item.name), \(path): \(time), alone \(alone)")
      }
    }
    for spinner in spinners { #expect(spinner.end() == 128 + SIGKILL, "it was busy until now") }
  }
}

/// A process that computes without end, and ends with the test at the latest after a minute of its own.
private final class Spinner {
  private let process: Process
  private var exit: Int32?

  init() throws {
    process = try Process(["/bin/sh", "-c", "ulimit -t 60; while :; do :; done"], environment: [], folder: "/")
  }

  /// Ends it and waits until it is gone; its exit code.
  @discardableResult func end() -> Int32? {
    if exit == nil {
      process.send(SIGKILL)
      exit = try? process.answer().exit
    }
    return exit
  }
}
