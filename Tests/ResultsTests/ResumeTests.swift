import Glibc
import Results
import TestFolders
import Testing

@Suite struct ResumeTests {
  static let weights = NumericArray([1, Float(bitPattern: 0xFFC0_1234), -0.0, 4], shape: [4])

  /// Writes `steps` rows, saving after each multiple of ten; what a killed process would leave stays.
  static func run(_ steps: Range<Int>, _ writer: inout BundleWriter) throws {
    if !writer.has(.metrics) { try writer.append(CSVRow.heading(["step", "train.loss"]), to: .metrics) }
    for step in steps {
      try writer.append(CSVRow([.integer(step), .number(1 / Double(step + 1))]).line, to: .metrics)
      if step % 10 == 0 {
        try writer.write([NamedArray("w", weights)], to: .checkpoint(step: step))
        try writer.save(
          ResumeState(arrays: [NamedArray("w", weights)], notes: ["step": .integer(step)]))
      }
    }
  }

  static func straight(under root: String, steps: Int) throws -> ContentDigest {
    var writer = try BundleWriter(SmallRun().identity, under: root)
    try writer.write(SmallRun().resolved, to: .resolvedSpec)
    try run(0..<steps, &writer)
    return try writer.finish(.complete).bundle.index.resultDigest
  }

  @Test(arguments: [1, 10, 11, 19, 20, 25])
  func `a run killed at any moment goes on to the same digest`(_ killed: Int) throws {
    let folder = try TemporaryFolder()
    let expected = try ResumeTests.straight(under: folder.path + "/straight", steps: 30)
    do {
      var writer = try BundleWriter(SmallRun().identity, under: folder.path)
      let (resumed, reason) = (writer.resumed, writer.restartReason)
      #expect(resumed == nil && reason == nil)
      try writer.write(SmallRun().resolved, to: .resolvedSpec)
      try ResumeTests.run(0..<killed, &writer)
      try writer.write("left over", to: .claims)
      // A row torn by the kill.
      try writer.append("999,0.", to: .metrics)
    }
    #expect(try BundleWriter.finished(SmallRun().identity, under: folder.path) == nil)
    var writer = try BundleWriter(SmallRun().identity, under: folder.path)
    let resumed = writer.resumed
    let state = try #require(resumed)
    let step = try #require(state.notes["step"]?.int)
    #expect(step == (killed - 1) / 10 * 10)
    let bits = state["w"]?.littleEndianBytes(canonicalNaN: false)
    #expect(bits == ResumeTests.weights.littleEndianBytes(canonicalNaN: false))
    let hasLeftOver = writer.has(.claims)
    #expect(!hasLeftOver)
    try ResumeTests.run((step + 1)..<30, &writer)
    let run = try writer.finish(.complete)
    #expect(run.bundle.index.resultDigest == expected)
  }

  @Test(arguments: [".resume.safetensors", "metrics.csv", "checkpoints/step-000010.safetensors"])
  func `a saved state that does not hold means a fresh start, with a reason`(_ file: String) throws {
    let folder = try TemporaryFolder()
    let path = try killed(under: folder)
    try DurableFile.write([1, 2, 3], to: path + "/" + file)
    let writer = try BundleWriter(SmallRun().identity, under: folder.path)
    let (resumed, reason) = (writer.resumed, writer.restartReason)
    #expect(resumed == nil)
    #expect(reason?.contains("starts again") == true)
    #expect(try Folder.files(below: path).isEmpty)
  }

  @Test func `files of a run that never saved are removed`() throws {
    let folder = try TemporaryFolder()
    let path: String
    do {
      var writer = try BundleWriter(SmallRun().identity, under: folder.path)
      path = writer.path
      try SmallRun().fill(&writer)
    }
    let writer = try BundleWriter(SmallRun().identity, under: folder.path)
    let (resumed, reason) = (writer.resumed, writer.restartReason)
    #expect(resumed == nil && reason == nil)
    #expect(try Folder.files(below: path).isEmpty)
  }

  @Test func `a run killed before its last rename is completed without running`() throws {
    let folder = try TemporaryFolder()
    let run = try SmallRun().write(under: folder.path)
    let identity = SmallRun().identity
    let hidden = folder.path + "/runs/." + identity.folderName + ".partial"
    #expect(rename(run.bundle.path, hidden))
    let bundle = try #require(try BundleWriter.finished(identity, under: folder.path))
    #expect(bundle.path == run.bundle.path)
    #expect(try bundle.verifyIntegrity().isEmpty)
    #expect(try Folder.entries(folder.path + "/runs").map(\.name) == [identity.folderName])
  }

  @Test func `an index whose files a power cut took is not believed, and the run goes on from its snapshot`() throws {
    let folder = try TemporaryFolder()
    let path = try killed(under: folder)
    let end = try SmallRun().write(under: folder.path + "/end").bundle.path
    #expect(rename(end + "/bundle.json", path + "/bundle.json"))
    #expect(try BundleWriter.finished(SmallRun().identity, under: folder.path) == nil)
    let writer = try BundleWriter(SmallRun().identity, under: folder.path)
    let resumed = writer.resumed
    #expect(resumed?.notes["step"]?.int == 10)
  }

  /// The folder of a run that got as far as step 14; its snapshot is of step 10.
  private func killed(under folder: TemporaryFolder) throws -> String {
    var writer = try BundleWriter(SmallRun().identity, under: folder.path)
    try ResumeTests.run(0..<15, &writer)
    return writer.path
  }

  private func rename(_ a: String, _ b: String) -> Bool { Glibc.rename(a, b) == 0 }
}
