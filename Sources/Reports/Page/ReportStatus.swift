/// How a run or a sweep ended.
package enum ReportStatus: Sendable, Equatable {
  case complete
  /// A value left the finite numbers; where and when, such as "`hidden.weight` at step 120".
  case diverged(String)
  /// Ended before its end; why.
  case stopped(String)

  /// The word of the bundle's `status`.
  package var word: String {
    switch self {
    case .complete: "complete"
    case .diverged: "diverged"
    case .stopped: "stopped"
    }
  }

  /// Where, when or why; empty for a complete run.
  package var detail: String {
    switch self {
    case .complete: ""
    case .diverged(let place): place
    case .stopped(let reason): reason
    }
  }
}
