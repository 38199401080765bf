/// One claim of an experiment beside what was published.
package struct PaperClaim: Sendable, Equatable {
  /// Where the expected value comes from.
  package enum Kind: String, Sendable, Equatable, CaseIterable {
    /// Stands in a paper.
    case published
    /// Follows from a formula.
    case derived
    /// Was measured by somebody else's program.
    case measured
  }

  /// Over how many points a claim of a sweep is, and which of them decides it.
  package struct Extent: Sendable, Equatable {
    package let held: Int
    package let cells: Int
    /// The point at which the numbers were found: "k = 3, seed = 2"; may be empty.
    package let place: String

    package init(held: Int, cells: Int, place: String) {
      self.held = held
      self.cells = cells
      self.place = place
    }

    /// "24 of 24".
    var count: String { "\(ReadableNumber.count(held)) of \(ReadableNumber.count(cells))" }
    /// "24 of 24, here k = 3".
    package var text: String { count + (place.isEmpty ? "" : ", here " + place) }
  }

  package let name: String
  /// The expectation as written; may be empty.
  package let text: String
  package let verdict: ReportVerdict
  package let kind: Kind
  /// As a reader shall see them, a line for each comparison: "−0.506 ± 0.05", "≥ 0.97"; may be empty.
  package let published: String
  package let measured: String
  /// Of how many points that is; nil for a single run.
  package let extent: Extent?
  /// Distance to the nearest value that would change the verdict, positive when it passes; nil if there is none.
  package let margin: Double?
  /// Where the expected value stands: "JMLR 2021, figure 3"; may be empty.
  package let source: String
  /// Why what it states does not come out, where the spec says so; else empty.
  package let notReproduced: String
  /// Whether it is about a rank, an optimistic sample size or counts of eigenvalues.
  package let countsDimensions: Bool

  package init(
    name: String, text: String = "", verdict: ReportVerdict, kind: Kind, published: String = "",
    measured: String = "", extent: Extent? = nil, margin: Double? = nil, source: String = "", notReproduced: String = "",
    countsDimensions: Bool = false
  ) {
    self.name = name
    self.text = text
    self.verdict = verdict
    self.kind = kind
    self.published = published
    self.measured = measured
    self.extent = extent
    self.margin = margin
    self.source = source
    self.notReproduced = notReproduced
    self.countsDimensions = countsDimensions
  }
}
