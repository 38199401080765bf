import Reports

/// The exit codes of the whole tool.
enum ToolExit: Int32, CaseIterable {
  /// Done; the claims hold; equal; reproduced.
  case yes = 0
  /// The command worked and the answer is no: a claim fails, bundles differ, not reproduced.
  case no = 1
  /// The input is wrong: usage, spec, a bundle that is missing or corrupt.
  case badInput = 2
  /// The run failed: divergence where the spec forbids it, memory, disk.
  case failed = 3
  /// Not finished; the same command again goes on.
  case incomplete = 4
  /// A mistake of the tool itself.
  case bug = 70

  /// The sentence of the help text.
  var meaning: String {
    switch self {
    case .yes: "yes: done, claims hold, bundles equal, result reproduced"
    case .no: "no: a claim fails, bundles differ, result not reproduced"
    case .badInput: "the input is wrong: usage, spec, missing or corrupt bundle"
    case .failed: "the run failed: divergence where the spec forbids it, memory, disk"
    case .incomplete: "incomplete: run the same command again to go on"
    case .bug: "a mistake of the tool itself: please report it"
    }
  }
}

/// A command that cannot go on: what to say, and the exit code.
struct CommandFailure: Error {
  let exit: ToolExit
  /// One or more lines for standard error; empty when everything was said.
  let message: String

  init(_ exit: ToolExit, _ message: String = "") {
    self.exit = exit
    self.message = message
  }

  /// The end of a command that judged claims; nil where all are as their specs say. Names those that hold although they are said not to
  /// be reproduced, which is a mistake in the spec's words.
  init?(claims: [(name: String, verdict: ReportVerdict)]) {
    if claims.allSatisfy(\.verdict.isMet) { return nil }
    let remarks = claims.compactMap { claim in claim.verdict.remark.map { "error: the claim `\(claim.name)` \($0)" } }
    self.init(.no, remarks.joined(separator: "\n"))
  }

  /// The user ended it before it was done.
  static let stopped = CommandFailure(.incomplete, "stopped before the end; the same command again goes on from here")
}
