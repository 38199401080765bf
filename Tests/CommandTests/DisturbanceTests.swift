import Glibc
import Kernels
import Results
import TestFolders
import Testing

/// Runs whose threads lose their processors to other programs: the same bits, and no collapse.
@Suite(.serialized) struct DisturbanceTests {
  /// Work of every kind that is shared between threads.
  static let cases = GoldenCase.these(["wide", "images-wide", "three-layer-wide", "two-layer-600"]).filter { $0.precision == "float32" }

  @Test func `busy processes on every processor change no bit`() throws {
    let spinners = try Spinner.crowd()
    defer { for spinner in spinners { spinner.end() } }
    #expect(Self.cases.count == 4)
    for item in Self.cases {
      let golden = try item.goldenDigest
      for threads in [2, 3, 7] {
        let path = ExecutionPath(instructionSet: .best, threads: threads)
        let digest = try path.run(item) { $0.index.resultDigest.hex }
        #expect(GoldenTests.isUpdating || digest == golden, "\(item.name), \(path)")
      }
    }
    for spinner in spinners { #expect(spinner.end() == 128 + SIGKILL, "it was busy until now") }
  }

  /// Some thousand times threads come together here. Where one waits for another that is not running, each of them costs a
  /// scheduler's turn of every busy process; the run on one thread, disturbed as well, pays none of that.
  @Test func `threads do not wait for one that has lost its processor`() throws {
    let spinners = try Spinner.crowd()
    defer { for spinner in spinners { spinner.end() } }
    let item = try #require(Self.cases.first { $0.spec == "wide.yaml" })
    let folder = try TemporaryFolder()
    var digests: [String] = []
    var alone = Duration.zero
    for threads in [1, 2, 3] {
      let arguments = item.arguments(threads: threads, out: folder.path + "/\(threads)") + ["--set", "train.stop.epochs=60"]
      let time = try ContinuousClock().measure {
        digests.append(try item.bundle(try Tool()(arguments)).index.resultDigest.hex)
      }
      if threads == 1 { alone = time }
      #expect(time < alone * 3 + .seconds(2), "\(threads) threads take \(time), one takes \(alone)")
    }
    #expect(Set(digests).count == 1)
    for spinner in spinners { #expect(spinner.end() == 128 + SIGKILL, "it was busy until now") }
  }
}

/// A process that computes without end. It ends with the test, and after two minutes of processor time in any case.
private final class Spinner {
  private let process: Process
  private var exit: Int32?

  init() throws {
    process = try Process(["/bin/sh", "-c", "ulimit -t 120; while :; do :; done"], environment: [], folder: "/")
  }

  /// Two for each processor, and one more.
  static func crowd() throws -> [Spinner] {
    let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    return try (0..<(2 * processors + 1)).map { _ in try Spinner() }
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
