import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Recorded quantities over the steps of training.
struct CurvesFigure: FigureKind {
  let series: [Located<String>]
  let panel: Located<String>?
  let region: BoundExpression?
  let log: [FigureAxis]
  let level: Double?

  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> FigureData)? {
    var isSound = true
    for name in series where !site.lowering.checkSeries(name, &diagnostics) { isSound = false }
    if let region, !site.lowering.check(region, &diagnostics) { isSound = false }
    let panelPlace = panel.map { site.axis($0, &diagnostics) }
    if let panelPlace, panelPlace == nil { isSound = false }
    guard isSound else { return nil }
    let (log, level, region, series) = (log, level, region, series.map(\.value))
    let axis = panelPlace ?? nil
    return { source in
      let names = site.names
      let points = site.points(in: region, source.records)
      let telling = names.telling(points, beyond: [axis].compactMap(\.self))
      let groups = CellSpace(names.grid, by: [axis].compactMap(\.self)) { points.contains($0) }
      let panels = groups.cells.indices.map { column in
        let curves = points.filter { groups.cellOfPoint[$0] == column }.flatMap { point in
          series.compactMap { name -> PlotData.Series? in
            guard let found = source.records.points[point]?[name] else { return nil }
            let label = [series.count > 1 ? name : "", names.label(telling, at: point)].filter { !$0.isEmpty }
            return PlotData.Series(
              name: label.isEmpty ? name : label.joined(separator: ", "), x: found.steps.map(Double.init), y: found.values)
          }
        }
        return PlotData.Panel(row: 0, column: column, series: curves)
      }
      let titles = groups.representatives.map { names.label([axis].compactMap(\.self), at: $0) }
      return .plot(
        PlotData(
          style: .lines, x: PlotAxisData("step", isLogarithmic: log.contains(.x)),
          y: PlotAxisData(series.count == 1 ? series[0] : "", isLogarithmic: log.contains(.y)), panels: panels,
          columnTitles: titles.isEmpty ? [""] : titles, levels: level.map { [($0, "")] } ?? []))
    }
  }

  static let entry = Entry<any FigureKind>(
    "curves", "Recorded quantities over the steps of training: one line for each point of the sweep.",
    example: "{curves: {of: train.loss, log: [x, y]}}",
    .required("of", .oneOrMany(of: .name("series")), "Metrics or numbers of probes."),
    .maybe("panel", .name("axis"), "An axis whose values stand side by side."),
    .maybe("where", .claim, "Points where it does not hold are left out."),
    .optional("log", .oneOrMany(of: .choice(FigureAxis.self)), default: "[]", "Axes with a logarithmic scale."),
    .maybe("level", .number(unit: "of the quantity"), "A straight line to compare with.")
  ) { CurvesFigure(series: $0, panel: $1, region: $2, log: $3, level: $4) }
}

extension SweepLowering {
  /// Whether something is recorded under a name; reports a name that is not.
  func checkSeries(_ name: Located<String>, _ diagnostics: inout Diagnostics) -> Bool {
    let recorded = plans.flatMap { $0.recorded.map(\.name) }
    if recorded.contains(name.value) { return true }
    diagnostics.report(
      Diagnostic(
        datasets.contains(String(name.value.prefix { $0 != "." })) ? .unknownMetric : .unknownProbe,
        "nothing is recorded as `\(name.value)`", at: name.range,
        help: spellingHelp(for: name.value, among: recorded) ?? "recorded are \(quotedNames(plans[0].recorded.map(\.name)))"))
    return false
  }
}
