/// A result bundle as one HTML file that needs nothing else: no network, no script, under two megabytes.
///
/// Goals, in order: a reader sees first whether the claims hold; nothing in a spec can break or act in the page (all
/// text is escaped, a content policy forbids scripts and requests); it prints well, and follows a dark system; equal
/// pages have equal bytes. What would make the page too large is shortened where it stands, and says so.
package struct ReportPage: Sendable {
  /// A figure, where the bundle keeps it ("figures/loss.svg"; may be empty), and a sentence under it (may be empty).
  package struct Illustration: Sendable {
    package let figure: Figure
    package let path: String
    package let caption: String

    package init(_ figure: Figure, path: String = "", caption: String = "") {
      self.figure = figure
      self.path = path
      self.caption = caption
    }
  }

  package let title: String
  package let status: ReportStatus
  package let claims: [ReportClaim]
  /// What a reader should know although nothing went wrong; sentences with names in backticks.
  package let warnings: [String]
  /// `RunSummary.facts`, or what describes a sweep.
  package let summary: [ReportFact]
  package let figures: [Illustration]
  package let metrics: MetricTable?
  package let tables: [ReportTable]
  /// The resolved spec as text.
  package let resolvedSpec: String
  package let environment: [ReportFact]

  package init(
    title: String, status: ReportStatus, claims: [ReportClaim], warnings: [String] = [], summary: [ReportFact],
    figures: [Illustration] = [], metrics: MetricTable? = nil, tables: [ReportTable] = [],
    resolvedSpec: String = "", environment: [ReportFact] = []
  ) {
    self.title = title
    self.status = status
    self.claims = claims
    self.warnings = warnings
    self.summary = summary
    self.figures = figures
    self.metrics = metrics
    self.tables = tables
    self.resolvedSpec = resolvedSpec
    self.environment = environment
  }
}
