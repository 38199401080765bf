import ExperimentGraph
import Grammar
import SourceDiagnostics

/// One recorded quantity over another, joined in the order of the steps.
struct TrajectoryFigure: FigureKind {
  let x: Located<String>
  let y: Located<String>
  let panel: Located<String>?
  let region: BoundExpression?
  let log: [FigureAxis]

  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> FigureData)? {
    guard let panels = RecordedPanels(site, of: [x, y], panel: panel, where: region, &diagnostics) else { return nil }
    let (x, y, log) = (x.value, y.value, log)
    return { source in
      let (panels, titles, family) = panels.draw(source.records) { recorded, label, number in
        Self.path(recorded, x, y, name: label, number: number).map { [$0] } ?? []
      }
      return .plot(
        PlotData(
          style: .trajectory, x: PlotAxisData(x, isLogarithmic: log.contains(.x)),
          y: PlotAxisData(y, isLogarithmic: log.contains(.y)), panels: panels, columnTitles: titles,
          family: family.map { PlotAxisData($0, isLogarithmic: log.contains(.color)) }))
    }
  }

  /// The values at the steps that both have.
  private static func path(
    _ recorded: RecordedSeries, _ x: String, _ y: String, name: String, number: Double?
  ) -> PlotData.Series? {
    guard let right = recorded[x], let up = recorded[y] else { return nil }
    let steps = right.steps.filter(up.steps.contains)
    func value(_ series: Series, _ step: Int) -> Double { series.steps.firstIndex(of: step).map { series.values[$0] } ?? .nan }
    return PlotData.Series(name: name, x: steps.map { value(right, $0) }, y: steps.map { value(up, $0) }, number: number)
  }

  static let entry = Entry<any FigureKind>(
    "trajectory", "One recorded quantity over another, joined in the order of the steps, start and end marked.",
    example: "{trajectory: {x: train.loss, y: moved}}",
    .required("x", .name("series"), "What goes to the right."),
    .required("y", .name("series"), "What goes up."),
    RecordedPanels.panelField, RecordedPanels.whereField, RecordedPanels.logField
  ) { TrajectoryFigure(x: $0, y: $1, panel: $2, region: $3, log: $4) }
}
