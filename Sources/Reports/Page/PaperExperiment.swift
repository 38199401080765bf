/// One experiment of a paper page.
package struct PaperExperiment: Sendable {
  /// Letters, digits, "-" and "_" name its place in the page; anything else becomes "-".
  package let anchor: String
  package let title: String
  /// The paper and figure it repeats; may be empty.
  package let source: String
  /// Paragraphs; may be empty.
  package let notes: [String]
  package let figures: [ReportPage.Illustration]
  package let claims: [PaperClaim]
  /// How long it took; nil if nobody knows.
  package let seconds: Double?

  package init(
    anchor: String, title: String, source: String = "", notes: [String] = [],
    figures: [ReportPage.Illustration] = [], claims: [PaperClaim], seconds: Double? = nil
  ) {
    self.anchor = anchor
    self.title = title
    self.source = source
    self.notes = notes
    self.figures = figures
    self.claims = claims
    self.seconds = seconds
  }

  func count(_ verdicts: [ReportVerdict]) -> Int { claims.count { verdicts.contains($0.verdict) } }
}
