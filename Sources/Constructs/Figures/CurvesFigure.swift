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
    guard let panels = RecordedPanels(site, of: series, panel: panel, where: region, &diagnostics) else { return nil }
    let (log, level, names) = (log, level, series.map(\.value))
    return { source in
      let (panels, titles, family) = panels.draw(source.records) { recorded, label, number in
        names.compactMap { name in
          guard let found = recorded[name] else { return nil }
          let words = [names.count > 1 ? name : "", label].filter { !$0.isEmpty }
          return PlotData.Series(
            name: words.isEmpty ? name : words.joined(separator: ", "), x: found.steps.map(Double.init), y: found.values,
            number: number)
        }
      }
      return .plot(
        PlotData(
          style: .lines, x: PlotAxisData("step", isLogarithmic: log.contains(.x)),
          y: PlotAxisData(names.count == 1 ? names[0] : "", isLogarithmic: log.contains(.y)), panels: panels,
          columnTitles: titles, levels: level.map { [($0, "")] } ?? [],
          family: names.count == 1 ? family.map { PlotAxisData($0, isLogarithmic: log.contains(.color)) } : nil))
    }
  }

  static let entry = Entry<any FigureKind>(
    "curves", "Recorded quantities over the steps of training: one line for each point of the sweep.",
    example: "{curves: {of: train.loss, log: [x, y]}}",
    .required("of", .oneOrMany(of: .name("series")), "Metrics or numbers of probes."),
    RecordedPanels.panelField, RecordedPanels.whereField, RecordedPanels.logField,
    .maybe("level", .number(unit: "of the quantity"), "A straight line to compare with.")
  ) { CurvesFigure(series: $0, panel: $1, region: $2, log: $3, level: $4) }
}

extension SweepLowering {
  /// Whether something is recorded under a name; reports a name that is not.
  func checkSeries(_ name: Located<String>, _ diagnostics: inout Diagnostics) -> Bool {
    let recorded = plans.flatMap { $0.recorded.map(\.name) }
    if recorded.contains(name.value) { return true }
    diagnostics.report(plans[0].unknown(name.value, at: name.range, among: recorded, datasets))
    return false
  }
}
