import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Numbers of points or summaries, one by one.
struct ScatterFigure: FigureKind {
  let x: BoundExpression
  let y: BoundExpression
  let by: [Located<String>]?
  let panel: Located<String>?
  let region: BoundExpression?
  let log: [FigureAxis]

  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> FigureData)? {
    guard
      let points = PointsOfReadings(
        site, x: x, y: [y], error: nil, region: region, by: by ?? [], panel: panel, &diagnostics)
    else { return nil }
    let (log, x, y) = (log, x, y)
    return { source in
      let (panels, titles, family) = points.panels(source.records)
      return .plot(
        PlotData(
          style: .points, x: PlotAxisData(x.text, isLogarithmic: log.contains(.x)),
          y: PlotAxisData(y.text, isLogarithmic: log.contains(.y)), panels: panels, columnTitles: titles,
          family: family.map { PlotAxisData($0, isLogarithmic: log.contains(.color)) }))
    }
  }

  static let entry = Entry<any FigureKind>(
    "scatter", "Numbers of points or summaries, one by one.",
    example: "{scatter: {x: last(train.loss), y: last(test.loss), by: gamma, log: [x, y]}}",
    .required("x", .reading, "What goes to the right."),
    .required("y", .reading, "What goes up."),
    .maybe("by", .oneOrMany(of: .name("axis")), "Axes that tell colours apart; one of many numbers has a colour bar."),
    RecordedPanels.panelField, RecordedPanels.whereField, RecordedPanels.logField
  ) { ScatterFigure(x: $0, y: $1, by: $2, panel: $3, region: $4, log: $5) }
}
