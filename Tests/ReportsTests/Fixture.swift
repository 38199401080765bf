import Foundation
import Testing

/// Expected texts under Tests/Fixtures/reports, rewritten when `CONDENSESPEC_UPDATE=1` stands in the environment.
enum Fixture {
  private static var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/reports")
  }

  /// Expects `text` to equal the fixture `name`.
  static func expect(_ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["CONDENSESPEC_UPDATE"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
    let isSame = expected == text
    #expect(
      isSame, "\(name) differs: CONDENSESPEC_UPDATE=1 swift test rewrites it; then read git diff",
      sourceLocation: sourceLocation)
  }
}
