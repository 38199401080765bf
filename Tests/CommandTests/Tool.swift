import Glibc
import Results

/// The built tool, run as a user runs it.
struct Tool: Sendable {
  /// What one call gave.
  struct Answer: Sendable {
    /// The exit code; 128 + the signal for a process that a signal ended, as shells count.
    let exit: Int32
    let out: String
    let err: String

    /// The last line of standard output without its end.
    var lastLine: String { out.split(separator: "\n").last.map(String.init) ?? "" }
  }

  /// Variables beside the environment of the tests; nil takes one away.
  var environment: [(name: String, value: String?)] = []
  /// Where the process stands.
  var folder = "/"

  /// The binary beside the test bundle.
  static let path = Folder.parent(of: Process.executable) + "/condensespec"

  /// Runs the tool to its end.
  func callAsFunction(_ arguments: String...) throws -> Answer { try callAsFunction(arguments) }

  /// Runs the tool to its end.
  func callAsFunction(_ arguments: [String]) throws -> Answer { try start(arguments).answer() }

  /// Starts the tool; the caller ends it or waits for it.
  func start(_ arguments: [String]) throws -> Process {
    try Process([Tool.path] + arguments, environment: environment, folder: folder)
  }

  /// Runs a line of the shell, in which `$TOOL` is the binary, with all outputs on a terminal.
  func onTerminal(_ line: String) throws -> Answer {
    try Process(
      ["/usr/bin/script", "--quiet", "--return", "--command", line, "/dev/null"],
      environment: environment + [("TOOL", Tool.path), ("TERM", "xterm"), ("NO_COLOR", nil)], folder: folder
    ).answer()
  }

  /// Runs a line of the shell, in which `$TOOL` is the binary, inside namespaces of its own where
  /// file systems can be mounted; nil where this is not permitted.
  func inNamespace(_ line: String) throws -> Answer? {
    let probe = try Process(
      ["/usr/bin/unshare", "--map-root-user", "--mount", "/bin/sh", "-c", "mount -t tmpfs tmpfs /mnt"],
      environment: [], folder: "/"
    ).answer()
    guard probe.exit == 0 else { return nil }
    return try Process(
      ["/usr/bin/unshare", "--map-root-user", "--mount", "/bin/sh", "-c", line],
      environment: environment + [("TOOL", Tool.path)], folder: folder
    ).answer()
  }
}

/// Files of the repository that the tests read.
enum Repository {
  static let path = Folder.parent(of: Folder.parent(of: Folder.parent(of: #filePath)))
  static let fixtures = path + "/Tests/Fixtures"
  static let examples = path + "/examples"

  /// Specs of a folder, sorted by name.
  static func specs(in folder: String) throws -> [String] {
    try Folder.entries(folder).map(\.name).filter { $0.hasSuffix(".yaml") }
  }
}

extension ResultBundle {
  /// The only finished bundle under a folder that `--out` named.
  init(onlyOneUnder folder: String) throws {
    let finished = try Folder.entries(folder + "/runs").map(\.name).filter { !$0.hasPrefix(".") }
    guard finished.count == 1 else { throw ResultsFailure.missing(path: "one bundle under \(folder), not \(finished)") }
    try self.init(at: folder + "/runs/" + finished[0])
  }
}
