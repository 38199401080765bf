import Reports
import Results

/// A bundle as people look at it: built from the same parts while a run ends and when its bundle is read back.
package struct RunReport: Sendable {
  /// What one probe's similarity matrices were at its moments; those of a stage, whose layers may be wider than another's, by themselves.
  struct SimilarityMaps: Sendable {
    let probe: String
    /// Empty where there is one stage.
    let stage: String
    let steps: [Int]
    /// Units, m.
    let size: Int
    /// (moments, m, m), row-major.
    let values: [Double]

    /// As its picture is called. Names in a spec have no dot.
    var name: String { stage.isEmpty ? probe : "\(probe).\(stage)" }
  }

  /// A probe's numbers over the steps.
  struct ProbeNumbers: Sendable {
    let probe: String
    let table: MetricTable
  }

  let title: String
  let status: ReportStatus
  package let claims: [ReportClaim]
  let warnings: [String]
  let facts: [ReportFact]
  let metrics: MetricTable?
  let probes: [ProbeNumbers]
  let maps: [SimilarityMaps]
  /// What the spec asks for: drawn while a run ends, and read from the bundle that keeps the pictures.
  var declared: [(name: String, figure: Figure)]
  let resolvedSpec: String
  let environment: [ReportFact]

  /// Pictures with the names they have in the bundle. A figure of the spec takes the place of one of the same name that every bundle has.
  package var figures: [(name: String, figure: Figure)] {
    declared + drawnAlways.filter { automatic in !declared.contains { $0.name == automatic.name } }
  }

  /// The pictures of every bundle, whatever its spec asks for.
  var drawnAlways: [(name: String, figure: Figure)] {
    let charts = metrics.map(metricCharts) ?? []
    let heatMaps = maps.map { (name: $0.name, figure: Figure.heatMap(heatMap($0))) }
    return charts + probeCharts + heatMaps
  }

  /// The page, one self-contained file.
  package var page: ReportPage {
    ReportPage(
      title: title, status: status, claims: claims, warnings: warnings, summary: facts,
      figures: figures.map { ReportPage.Illustration($0.figure, path: "figures/\($0.name).svg") },
      metrics: metrics, resolvedSpec: resolvedSpec, environment: environment)
  }

  /// The lines a terminal shows.
  package func terminal(bundlePath: String, seconds: Double?) -> TerminalSummary {
    TerminalSummary(
      title: title, status: status, steps: metrics?.steps.last, seconds: seconds, claims: claims, warnings: warnings, facts: [],
      metrics: metrics.map(TerminalSummary.metrics(of:)) ?? [],
      curve: metrics.flatMap { table in table.columns.first.flatMap { table.series($0).last } }, bundlePath: bundlePath)
  }

  // MARK: Pictures

  /// One chart for each kind of metric, the datasets as its lines: losses on a logarithmic axis.
  private func metricCharts(_ table: MetricTable) -> [(name: String, figure: Figure)] {
    var kinds: [String] = []
    for column in table.columns {
      let kind = column.split(separator: ".").last.map(String.init) ?? column
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    return kinds.map { kind in
      let series = table.columns.filter { $0 == kind || $0.hasSuffix("." + kind) }.flatMap { table.series($0) }
      let isPositive = series.allSatisfy { $0.points.allSatisfy { !$0.y.isFinite || $0.y > 0 } }
      let scale: AxisScale = kind == "loss" && isPositive ? .logarithmic : .linear
      return (
        kind,
        .lineChart(LineChart(title: title, x: AxisLabel("step"), y: AxisLabel(kind, scale), series: series))
      )
    }
  }

  /// Charts of each probe that was recorded more than twice: shares and other numbers up to 1 in one, counts and other
  /// large ones in another.
  private var probeCharts: [(name: String, figure: Figure)] {
    probes.filter { $0.table.steps.count > 2 }.flatMap { probe in
      let all = probe.table.columns.flatMap { probe.table.series($0) }
      let small = all.filter { series in series.points.allSatisfy { !$0.y.isFinite || abs($0.y) <= 1 } }
      let large = all.filter { series in !small.contains { $0.name == series.name } }
      let parts = [("\(probe.probe)-series", small), ("\(probe.probe)-large", large)].filter { !$0.1.isEmpty }
      return parts.map { name, series in
        let chart = LineChart(
          title: "\(title): \(probe.probe)", x: AxisLabel("step"), y: AxisLabel(""), series: series)
        return (name: name, figure: Figure.lineChart(chart))
      }
    }
  }

  private func heatMap(_ maps: SimilarityMaps) -> HeatMap {
    let area = maps.size * maps.size
    // Six panels are as many as a page shows side by side: the first, the last, and some between.
    let shown = Self.spread(maps.steps.count, most: 6)
    return HeatMap(
      title: "\(title): \(maps.probe)" + (maps.stage.isEmpty ? "" : ", \(maps.stage)"),
      panels: shown.map { moment in
        HeatMap.Panel(
          title: "step \(maps.steps[moment])", rows: maps.size, columns: maps.size,
          values: Array(maps.values[(moment * area)..<((moment + 1) * area)]))
      },
      scale: .diverging(limit: 1), quantity: "cosine similarity", rowAxis: HeatMap.Axis("unit, ordered"),
      columnAxis: HeatMap.Axis("unit, ordered"))
  }

  private static func spread(_ count: Int, most: Int) -> [Int] {
    guard count > most else { return Array(0..<count) }
    return (0..<most).map { $0 * (count - 1) / (most - 1) }
  }
}
