import Glibc
import Results
import TestFolders
import Testing

/// Runs that are interrupted, killed, or started twice.
@Suite struct InterruptionTests {
  let tool = Tool()

  /// The digest of the run that nobody disturbed; nil if it could not be made.
  static let straight: ContentDigest? = {
    guard let folder = try? TemporaryFolder(), let spec = try? folder.put(Specs.long, "long.yaml"),
      let answer = try? Tool()("run", spec, "--quiet", "--out", folder.path)
    else { return nil }
    return try? ResultBundle(at: answer.lastLine).index.resultDigest
  }()

  static func pause(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal ends a run with exit 4, and the same command finishes it`(_ signal: Int32) throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.long, "long.yaml")
    let words = ["run", spec, "--out", folder.path]
    let process = try tool.start(words)
    // The first line of progress says that it is on its way.
    while process.errorsSoFar.isEmpty { Self.pause(milliseconds: 5) }
    process.send(signal)
    let stopped = try process.answer()
    #expect(stopped.exit == 4, "\(stopped.err)")
    #expect(stopped.err.contains("the same command again goes on"), "\(stopped.err)")
    #expect(try ResultBundle.finishedNames(under: folder.path).isEmpty)
    let finished = try tool(words)
    #expect(finished.exit == 0)
    #expect(try ResultBundle(at: finished.lastLine).index.resultDigest == Self.straight)
    let log = String(decoding: try ResultBundle(at: finished.lastLine).bytes(of: "log.jsonl"), as: UTF8.self)
    #expect(log.contains("\"resume\""), "it went on and did not start again: \(log)")
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `killed at random moments, a run comes to the digest of one that was not`(_ seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.long, "long.yaml")
    var random = SplitMix(state: seed)
    var kills = 0
    // The last life is not disturbed: every other one is shorter than the run.
    for _ in 0..<5 {
      let process = try tool.start(["run", spec, "--quiet", "--snapshot-interval", "0.1", "--out", folder.path])
      Self.pause(milliseconds: Int(random.next() % 400))
      process.send(SIGKILL)
      if try process.answer().exit == 128 + SIGKILL { kills += 1 }
      for name in try ResultBundle.finishedNames(under: folder.path) {
        #expect(try tool("verify", folder.path + "/runs/" + name).exit == 0, "what has a final name is whole")
      }
    }
    #expect(kills > 0)
    let answer = try tool("run", spec, "--quiet", "--out", folder.path)
    #expect(answer.exit == 0, "\(answer.err)")
    let bundle = try ResultBundle(at: answer.lastLine)
    #expect(try bundle.verifyIntegrity().isEmpty)
    #expect(bundle.index.resultDigest == Self.straight)
    #expect(try Folder.entries(folder.path + "/runs").map(\.name) == [Folder.name(of: answer.lastLine)], "nothing is left behind")
  }

  @Test func `two processes of one spec at once are harmless`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.long, "long.yaml")
    let words = ["run", spec, "--quiet", "--set", "train.stop.epochs=30", "--out", folder.path]
    let processes = try (0..<3).map { _ in try tool.start(words) }
    let answers = try processes.map { try $0.answer() }
    for answer in answers { #expect(answer.exit == 0 && answer.lastLine == answers[0].lastLine, "\(answer.err)") }
    #expect(try Folder.entries(folder.path + "/runs").map(\.name) == [Folder.name(of: answers[0].lastLine)])
    #expect(try tool("verify", answers[0].lastLine).exit == 0)
  }
}

/// A small random number generator with a seed. Source: Steele, Lea, Flood, OOPSLA 2014.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
