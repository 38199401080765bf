import Glibc
import Results
import TestFolders
import Testing

/// A process that is really killed, again and again, until the run is done.
@Suite struct KillTests {
  /// Runs to step 40 with a snapshot every ten steps; dies without warning after `life` appended rows.
  static func run(under root: String, life: Int) throws {
    var writer = try BundleWriter(SmallRun().identity, under: root)
    if !writer.has(.resolvedSpec) { try writer.write(SmallRun().resolved, to: .resolvedSpec) }
    let first = writer.resumed?.notes["step"]?.int.map { $0 + 1 } ?? 0
    for (age, step) in (first..<40).enumerated() {
      if age == life { kill(getpid(), SIGKILL) }
      try ResumeTests.run(step..<(step + 1), &writer)
    }
    _ = try writer.finish(.complete)
  }

  @Test func `a process killed at many moments comes to the digest of one that was not`() async throws {
    let folder = try TemporaryFolder()
    let expected = try ResumeTests.straight(under: folder.path + "/straight", steps: 40)
    let path = folder.path + "/killed"
    for life in [3, 11, 12, 17] {
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, life = life as Int] in
        try KillTests.run(under: path, life: life)
      }
      #expect(try BundleWriter.finished(SmallRun().identity, under: path) == nil)
    }
    try KillTests.run(under: path, life: 1000)
    let bundle = try #require(try BundleWriter.finished(SmallRun().identity, under: path))
    #expect(bundle.index.resultDigest == expected)
    #expect(try bundle.verifyIntegrity().isEmpty)
    #expect(try Folder.entries(path + "/runs").map(\.name) == [SmallRun().identity.folderName])
  }
}
