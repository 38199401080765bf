/// How much a diagnostic matters: an error stops the tool before the run, a warning and a note do
/// not.
package enum Severity: String, CaseIterable, Sendable {
  case error
  case warning
  case note
}
