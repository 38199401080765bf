/// The last lines of `run` and the text of `report`: what became of the claims, the last metrics, where the bundle is.
package struct TerminalSummary: Sendable {
  /// A metric's name, its first recorded value and its last.
  package struct Metric: Sendable, Equatable {
    package let name: String
    package let first: Double
    package let last: Double

    package init(name: String, first: Double, last: Double) {
      self.name = name
      self.first = first
      self.last = last
    }
  }

  package let title: String
  package let status: ReportStatus
  /// Completed updates, and the seconds they took if known. Sweeps leave both nil.
  package let steps: Int?
  package let seconds: Double?
  package let claims: [ReportClaim]
  /// What a reader should know although nothing went wrong; sentences.
  package let warnings: [String]
  /// Further lines, such as the result digest.
  package let facts: [ReportFact]
  package let metrics: [Metric]
  /// The curve to show small; its name, and its values in order.
  package let curve: DataSeries?
  /// Path of the bundle, the last line as it stands.
  package let bundlePath: String

  package init(
    title: String, status: ReportStatus, steps: Int? = nil, seconds: Double? = nil, claims: [ReportClaim] = [],
    warnings: [String] = [], facts: [ReportFact] = [], metrics: [Metric] = [], curve: DataSeries? = nil, bundlePath: String
  ) {
    self.title = title
    self.status = status
    self.steps = steps
    self.seconds = seconds
    self.claims = claims
    self.warnings = warnings
    self.facts = facts
    self.metrics = metrics
    self.curve = curve
    self.bundlePath = bundlePath
  }

  /// First and last row of `table`, one metric for each column; none if the table is empty.
  package static func metrics(of table: MetricTable) -> [Metric] {
    guard let first = table.rows.first, let last = table.rows.last else { return [] }
    return table.columns.indices.map { Metric(name: table.columns[$0], first: first[$0], last: last[$0]) }
  }
}
