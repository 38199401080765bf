/// Where the number in a claim comes from.
package enum ClaimKind: String, Sendable, CaseIterable {
  case published, derived, measured
}

/// The number that a claim compares with.
package struct ClaimTarget: Sendable, Hashable {
  /// What is compared with it, in canonical spelling.
  package let text: String
  package let value: Double
  /// How far from it a value may be.
  package let tolerance: Double

  package init(text: String, value: Double, tolerance: Double) {
    self.text = text
    self.value = value
    self.tolerance = tolerance
  }
}

/// A comparison that a claim is, alone or joined to others by `and`.
package struct ClaimComparison: Sendable, Hashable {
  /// The side that is judged, in canonical spelling: the one that reads something recorded, or the left one where both do or neither.
  package let subject: String
  /// `==`, `<=` and so on, read from the subject to the bound.
  package let relation: String
  /// The other side, in canonical spelling.
  package let bound: String

  package init(subject: String, relation: String, bound: String) {
    self.subject = subject
    self.relation = relation
    self.bound = bound
  }
}

/// What a claim says, apart from how it is judged.
package struct ClaimStatement: Sendable {
  package let name: String
  /// The expectation in canonical spelling, over the points of a sweep with its region and share.
  package let text: String
  package let kind: ClaimKind?
  package let source: String?
  /// The number it compares with, if it is such a claim.
  package let target: ClaimTarget?
  /// What it compares, in written order; empty where it is more than comparisons joined by `and`.
  package let comparisons: [ClaimComparison]
  /// Why what it states does not come out here, for a claim that is expected to fail.
  package let notReproduced: String?
  /// Whether it reads a rank, an optimistic sample size or counts of eigenvalues, itself or through summaries.
  package let countsDimensions: Bool

  package init(
    name: String, text: String, kind: ClaimKind?, source: String?, target: ClaimTarget?, comparisons: [ClaimComparison],
    notReproduced: String?, countsDimensions: Bool
  ) {
    self.name = name
    self.text = text
    self.kind = kind
    self.source = source
    self.target = target
    self.comparisons = comparisons
    self.notReproduced = notReproduced
    self.countsDimensions = countsDimensions
  }
}

extension ClaimStatement {
  /// One line of a printed graph: the expectation, and whether it is expected to fail.
  package var summary: String { text + (notReproduced == nil ? "" : "  not reproduced") }
}
