import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Numbers of points or summaries joined by lines.
struct LineFigure: FigureKind {
  let x: BoundExpression
  let y: [BoundExpression]
  let error: BoundExpression?
  let by: [Located<String>]?
  let panel: Located<String>?
  let region: BoundExpression?
  let log: [FigureAxis]
  let level: Double?

  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> FigureData)? {
    guard
      let points = PointsOfReadings(
        site, x: x, y: y, error: error, region: region, by: by, panel: panel, &diagnostics)
    else { return nil }
    let (log, level, x) = (log, level, x)
    let yLabel = y.count == 1 ? y[0].text : ""
    return { source in
      let (panels, titles, family) = points.panels(source.records)
      return .plot(
        PlotData(
          style: .lines, x: PlotAxisData(x.text, isLogarithmic: log.contains(.x)),
          y: PlotAxisData(yLabel, isLogarithmic: log.contains(.y)), panels: panels, columnTitles: titles,
          levels: level.map { [($0, "")] } ?? [], family: family.map { PlotAxisData($0, isLogarithmic: log.contains(.color)) }))
    }
  }

  static let entry = Entry<any FigureKind>(
    "line", "Numbers of points or summaries, joined by lines: one line for each group of points.",
    example: "{line: {x: m, y: rd, by: gamma, log: [x, y]}}",
    .required("x", .reading, "What goes to the right, often an axis."),
    .required("y", .oneOrMany(of: .reading), "What goes up; several give several lines."),
    .maybe("error", .reading, "How far y is sure, up and down."),
    .maybe(
      "by", .oneOrMany(of: .name("axis")),
      "Axes that tell lines apart, many numbers by a colour bar; left out, all that `x` does not read."
    ),
    RecordedPanels.panelField, RecordedPanels.whereField, RecordedPanels.logField,
    .maybe("level", .number(unit: "of y"), "A straight line to compare with.")
  ) { LineFigure(x: $0, y: $1, error: $2, by: $3, panel: $4, region: $5, log: $6, level: $7) }
}
