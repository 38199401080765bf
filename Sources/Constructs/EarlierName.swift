import Grammar
import SourceDiagnostics

/// A part of a spec that speaks of another of its kind, which must stand before it.
struct EarlierName {
  let code: DiagnosticCode
  /// What both are: `stage`.
  let noun: String
  /// How one speaks of the other, after "cannot": `start from`.
  let can: String
  /// The same after the noun: `starts from`.
  let does: String
  /// What may be meant besides.
  var others: [String] = []

  /// The place of a name among those before `index`; reports one that is not there, stands later or is that of the part itself.
  func place(of name: Located<String>, before index: Int, in names: [Located<String>], _ diagnostics: inout Diagnostics) -> Int? {
    let before = names[..<index].map(\.value)
    if let found = before.firstIndex(of: name.value) { return found }
    let later = names[index...].first { $0.value == name.value }
    let message =
      later == nil
      ? "there is no \(noun) called `\(name.value)`"
      : later?.value == names[index].value
        ? "`\(name.value)` cannot \(can) itself" : "`\(name.value)` stands later, and a \(noun) \(does) one before it"
    let known = before + others
    diagnostics.report(
      Diagnostic(
        code, message, at: name.range, related: later.map { [Label($0.range, "stands here")] } ?? [],
        help: spellingHelp(for: name.value, among: known)
          ?? (known.isEmpty ? "nothing stands before the first \(noun)" : "\(noun)s before it: \(quotedNames(known))")))
    return nil
  }
}
