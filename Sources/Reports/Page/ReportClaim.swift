/// What became of a claim.
package enum ReportVerdict: String, Sendable, Equatable, CaseIterable {
  case pass, fail, undecided
  /// Fails, and the spec says that it is not reproduced.
  case notReproduced = "not reproduced"
  /// Holds, although the spec says that it is not reproduced.
  case holds

  /// The verdict of a claim.
  /// - Parameters:
  ///   - judgement: `pass`, `fail` or `undecided`, as a bundle has it; anything else is undecided.
  ///   - isNotReproduced: whether the spec says that the claim is not reproduced.
  package init(_ judgement: String, isNotReproduced: Bool) {
    let found = [Self.pass, .fail].first { $0.rawValue == judgement } ?? .undecided
    switch found {
    case .pass where isNotReproduced: self = .holds
    case .fail where isNotReproduced: self = .notReproduced
    default: self = found
    }
  }

  /// Whether the claim is as the spec says: it passes, or fails where it is said not to be reproduced.
  package var isMet: Bool { self == .pass || self == .notReproduced }

  /// What to say beside the name of a claim that holds against the word of its spec; nil for any other.
  package var remark: String? {
    self == .holds ? "holds, though the spec says that it is not reproduced: remove `not_reproduced`" : nil
  }

  /// One character beside the word.
  var mark: String {
    switch self {
    case .pass: "✓"
    case .fail, .holds: "✗"
    case .undecided: "?"
    case .notReproduced: "≠"
    }
  }

  /// How style sheets call it.
  var styleName: String {
    switch self {
    case .pass, .fail, .undecided: rawValue
    case .notReproduced: "not-reproduced"
    case .holds: "fail"
    }
  }

  /// The mark and the word in its colour, as markup.
  var badge: String { "<span class=\"verdict \(styleName)\">\(mark) \(rawValue)</span>" }
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
  /// Why what it states does not come out, where the spec says so; else empty.
  package let notReproduced: String

  package init(
    name: String, text: String, verdict: ReportVerdict, margin: Double?, evidence: String = "", source: String = "",
    notReproduced: String = ""
  ) {
    self.name = name
    self.text = text
    self.verdict = verdict
    self.margin = margin
    self.evidence = evidence
    self.source = source
    self.notReproduced = notReproduced
  }

  /// "3 of 5 claims pass, 1 undecided, 1 not reproduced".
  static func tally(_ claims: [ReportClaim]) -> String {
    let passed = claims.count { $0.verdict == .pass }
    let open = claims.count { $0.verdict == .undecided }
    let verb = claims.count == 1 ? "passes" : "pass"
    let different = claims.count { $0.verdict == .notReproduced }
    return "\(passed) of \(ReadableNumber.counted(claims.count, "claim")) \(verb)"
      + (open > 0 ? ", \(open) undecided" : "") + (different > 0 ? ", \(different) not reproduced" : "")
  }
}
