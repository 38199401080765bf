/// What became of a claim.
package enum ReportVerdict: String, Sendable, Equatable, CaseIterable {
  case pass, fail, undecided

  /// One character beside the word.
  var mark: String {
    switch self {
    case .pass: "✓"
    case .fail: "✗"
    case .undecided: "?"
    }
  }
}

/// One claim of the spec and how it fared.
package struct ReportClaim: Sendable, Equatable {
  package let name: String
  /// The expectation as written: "last(train.loss) < 1e-4".
  package let text: String
  package let verdict: ReportVerdict
  /// Distance to the nearest value that would change the verdict, positive when it passes; nil if there is none.
  package let margin: Double?
  /// What was found: "last(train.loss) = 3.1e-5 at step 100000"; may be empty.
  package let evidence: String
  /// Where the claim comes from; may be empty.
  package let source: String

  package init(
    name: String, text: String, verdict: ReportVerdict, margin: Double?, evidence: String = "", source: String = ""
  ) {
    self.name = name
    self.text = text
    self.verdict = verdict
    self.margin = margin
    self.evidence = evidence
    self.source = source
  }

  /// "3 of 4 claims pass, 1 undecided".
  static func tally(_ claims: [ReportClaim]) -> String {
    let passed = claims.count { $0.verdict == .pass }
    let open = claims.count { $0.verdict == .undecided }
    let verb = passed == 1 && claims.count == 1 ? "passes" : "pass"
    return "\(passed) of \(ReadableNumber.counted(claims.count, "claim")) \(verb)"
      + (open > 0 ? ", \(open) undecided" : "")
  }
}
