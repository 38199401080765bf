/// How a run ended.
package enum RunStatus: String, Sendable, CaseIterable {
  /// It did all that was asked.
  case complete
  /// A number ceased to be finite where the spec allows that. Kept: in a phase diagram it is a result.
  case diverged
  /// It was ended before its stop rule. A later run of the same identity replaces it.
  case stopped
}
