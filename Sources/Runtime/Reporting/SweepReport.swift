import Constructs
import ExperimentGraph
import Reports
import Results

/// The bundle of a sweep as people look at it.
package struct SweepReport: Sendable {
  let title: String
  let status: ReportStatus
  let claims: [ReportClaim]
  let warnings: [String]
  let facts: [ReportFact]
  let figures: [(name: String, figure: Figure)]
  let tables: [ReportTable]
  let resolvedSpec: String
  let environment: [ReportFact]

  /// Rows of a table that a page shows.
  private static let shownRows = 200

  init(
    _ sweep: SweepContent, _ subject: SweepSubject, _ records: SweepRecords, claims: CanonicalJSON,
    figures: [(name: String, figure: Figure)], failures: [(label: String, reason: String)], warnings: [String], environment: CanonicalJSON
  ) {
    title = sweep.title.isEmpty ? subject.identity.specName : sweep.title
    status = failures.isEmpty ? .complete : .stopped("\(failures.count) of \(records.points.count) points failed")
    self.claims = RunReport.claims(claims)
    self.warnings = warnings
    facts = [
      ReportFact("id", subject.identity.id.hex, isCode: true), ReportFact("numerics", "\(subject.identity.numerics)"),
      ReportFact("points", "\(records.points.count)"),
    ]
    self.figures = figures
    tables = records.summaries.map { name, table in Self.table(name, table, sweep.grid) }
    resolvedSpec = subject.resolved
    self.environment = RunReport.environment(environment)
  }

  /// The page, one self-contained file.
  package var page: ReportPage {
    ReportPage(
      title: title, status: status, claims: claims, warnings: warnings, summary: facts,
      figures: figures.map { ReportPage.Illustration($0.figure, path: "figures/\($0.name).svg") }, tables: tables,
      resolvedSpec: resolvedSpec, environment: environment)
  }

  /// The lines a terminal shows of a bundle on disk.
  package static func terminal(_ bundle: ResultBundle, seconds: Double?) throws(ResultsFailure) -> TerminalSummary {
    let index = bundle.index
    let resolved = String(decoding: try bundle.bytes(of: BundleFile.resolvedSpec.path), as: UTF8.self)
    let points = index.detail["points"]?.int ?? 0
    let failed = index.detail["failed"]?.int ?? 0
    return TerminalSummary(
      title: RunReport.title(of: resolved) ?? index.specName,
      status: index.status == .complete ? .complete : .stopped("\(failed) of \(points) points failed"), seconds: seconds,
      claims: RunReport.claims(try bundle.json(BundleFile.claims.path)), warnings: bundle.warnings,
      facts: [ReportFact("points", "\(points)")],
      bundlePath: bundle.path)
  }

  private static func table(_ name: String, _ table: SummaryTable, _ grid: SweepGrid) -> ReportTable {
    let rows = table.space.cells.enumerated().prefix(shownRows).map { cell, places in
      zip(table.space.axes, places).map { grid.axes[$0].values[$1].text }
        + table.rows[cell].map { ReadableNumber.text($0, digits: 6) } + ["\(table.counts[cell])"]
    }
    let hidden = table.space.cells.count - rows.count
    return ReportTable(
      title: "summary: \(name)", columns: table.space.axes.map { grid.axes[$0].name } + table.columns + ["points"],
      rows: rows, note: hidden > 0 ? "\(hidden) further rows stand in summaries/\(name).csv" : "")
  }
}
