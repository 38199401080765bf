import Constructs
import ExperimentGraph
import Reports
import Results

/// What came of a sweep.
package struct SweepEnd: Sendable {
  package let bundle: ResultBundle
  /// Points that failed, with their labels and reasons, in order.
  package let failures: [(label: String, reason: String)]
  /// The pictures with the names they have in the bundle.
  package let figures: [(name: String, figure: Figure)]
}

/// What is written about a sweep beside its points.
package struct SweepSubject: Sendable {
  package let identity: RunIdentity
  /// The spec as written.
  package let source: [UInt8]
  /// The whole document in canonical text.
  package let resolved: String
  /// For each point the values of its axes: `gamma=0.5 m=1000`.
  package let labels: [String]

  package init(identity: RunIdentity, source: [UInt8], resolved: String, labels: [String]) {
    self.identity = identity
    self.source = source
    self.resolved = resolved
    self.labels = labels
  }
}

/// Computes the summaries and claims of a sweep whose points have ended, and writes its bundle.
package func writeSweep(
  _ sweep: SweepContent, _ subject: SweepSubject, _ jobs: [PointJob], _ ends: [PointEnd], under root: String,
  environment: RunEnvironment
) throws(RunFailure) -> SweepEnd {
  do throws(ResultsFailure) {
    let records = try records(sweep, jobs, ends)
    let claims = sweep.claims.map { claim in (claim, claim.evaluate(records)) }
    var writer = try BundleWriter(subject.identity, under: root, on: .sweeps)
    try writer.write(subject.source, to: .sourceSpec)
    try writer.write(subject.resolved, to: .resolvedSpec)
    try writer.write(pointTable(sweep, jobs, ends, records), to: .pointTable)
    // Which summary reads which probe is not asked: all are as near in two runs as the least exact probe of the points.
    let made = loosest(jobs.flatMap { $0.experiment.probes.compactMap(\.tolerance) })
    for (name, table) in records.summaries {
      try writer.write(summaryTable(table, sweep.grid), to: .summaryTable(name).classed(made))
    }
    let claimsJSON = CanonicalJSON.array(claims.map { json($0, $1) })
    try writer.write(claimsJSON, to: .claims.classed(made))
    try writer.write(environment.json, to: .environment)
    let failures = failures(subject, ends)
    let source = FigureSource(records, jobs, ends)
    let figures = sweep.figures.map { (name: $0.name, figure: $0.figure(source)) }
    for (name, figure) in figures { try writer.write(figure.svg, to: .figure(name)) }
    let warnings = warnings(subject, ends)
    let report = SweepReport(
      sweep, subject, records, claims: claimsJSON, figures: figures, failures: failures, warnings: warnings,
      environment: environment.json)
    try writer.write(report.page.html, to: .report)
    let finished = try writer.finish(
      failures.isEmpty ? .complete : .stopped,
      detail: .object([("points", .integer(ends.count)), ("failed", .integer(failures.count))] + warningsDetail(warnings)))
    return SweepEnd(bundle: finished.bundle, failures: failures, figures: figures)
  } catch { throw .results(error) }
}

private func failures(_ subject: SweepSubject, _ ends: [PointEnd]) -> [(label: String, reason: String)] {
  zip(subject.labels, ends).compactMap { label, end in
    if case .failed(let failure) = end { (label, "\(failure)") } else { nil }
  }
}

/// What the points warn of, as far as a reader wants to know.
private func warnings(_ subject: SweepSubject, _ ends: [PointEnd]) -> [String] {
  let most = 10
  let all = zip(subject.labels, ends).flatMap { label, end in
    if case .finished(let bundle, _) = end { bundle.warnings.map { "\(label): \($0)" } } else { [String]() }
  }
  return all.count <= most ? all : all.prefix(most) + ["\(all.count - most) further warnings stand in the bundles of the points."]
}

/// What the points recorded, with every summary computed.
private func records(
  _ sweep: SweepContent, _ jobs: [PointJob], _ ends: [PointEnd]
) throws(ResultsFailure) -> SweepRecords {
  var points: [RecordedSeries?] = []
  for (job, end) in zip(jobs, ends) {
    guard case .finished(let bundle, _) = end else {
      points.append(nil)
      continue
    }
    points.append(try recordedSeries(bundle, of: job.experiment, reading: sweep.reads))
  }
  var records = SweepRecords(grid: sweep.grid, points: points)
  for summary in sweep.summaries { records.add(summary.name, summary.evaluate(records)) }
  return records
}

// MARK: - Tables

/// The axes of each point, its run, how that ended, and the last value of every metric.
private func pointTable(
  _ sweep: SweepContent, _ jobs: [PointJob], _ ends: [PointEnd], _ records: SweepRecords
) -> String {
  let metrics = jobs.first.map { $0.experiment.metrics.map(\.name) } ?? []
  let heading = sweep.grid.axes.map(\.name) + ["run", "status", "steps", "result_digest"] + metrics.map { "last(\($0))" }
  var text = CSVRow.heading(heading)
  for (point, end) in ends.enumerated() {
    var cells: [CSVRow.Cell] = sweep.grid.axes.indices.map { .text(sweep.grid.value($0, at: point).text) }
    cells.append(.text(jobs[point].subject.identity.id.hex))
    if case .finished(let bundle, _) = end {
      cells.append(.text(bundle.index.status.rawValue))
      cells.append(.integer(bundle.index.detail["steps"]?.int ?? 0))
      cells.append(.text(bundle.index.resultDigest.hex))
    } else {
      cells += [.text("failed"), .text(""), .text("")]
    }
    cells += metrics.map { .number(records.points[point]?[$0]?.values.last ?? .nan) }
    text += CSVRow(cells).line
  }
  return text
}

/// A row for each cell: its axes, the numbers, and how many points are behind them.
private func summaryTable(_ table: SummaryTable, _ grid: SweepGrid) -> String {
  var text = CSVRow.heading(table.space.axes.map { grid.axes[$0].name } + table.columns + ["points"])
  for (cell, places) in table.space.cells.enumerated() {
    let axes: [CSVRow.Cell] = zip(table.space.axes, places).map { .text(grid.axes[$0].values[$1].text) }
    text += CSVRow(axes + table.rows[cell].map { .number($0) } + [.integer(table.counts[cell])]).line
  }
  return text
}

/// A claim as claims.json has it.
private func json(_ claim: RegionClaimContent, _ region: RegionOutcome) -> CanonicalJSON {
  region.outcome.json(
    claim.statement,
    beside: [
      ("target", claim.statement.target?.json ?? .null), ("cells", .integer(region.cells)), ("held", .integer(region.held)),
      ("undecided", .integer(region.undecided)), ("place", .string(region.place)),
    ])
}
