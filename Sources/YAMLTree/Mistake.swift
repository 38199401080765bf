import SourceDiagnostics

/// A mistake of the YAML text and, where it is clear what was meant, the change with which reading
/// goes on as if it had been written so.
struct Mistake {
  let diagnostic: Diagnostic
  let mending: [Edit]

  init(_ diagnostic: Diagnostic, mending: [Edit] = []) {
    self.diagnostic = diagnostic
    self.mending = mending
  }
}
