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
    var isSound = true
    for name in [x, y] where !site.lowering.checkSeries(name, &diagnostics) { isSound = false }
    if let region, !site.lowering.check(region, &diagnostics) { isSound = false }
    let panelPlace = panel.map { site.axis($0, &diagnostics) }
    if let panelPlace, panelPlace == nil { isSound = false }
    guard isSound else { return nil }
    let (x, y, log, region) = (x.value, y.value, log, region)
    let axis = panelPlace ?? nil
    return { source in
      let names = site.names
      let points = site.points(in: region, source.records)
      let telling = names.telling(points, beyond: [axis].compactMap(\.self))
      let groups = CellSpace(names.grid, by: [axis].compactMap(\.self)) { points.contains($0) }
      let panels = groups.cells.indices.map { column in
        let paths = points.filter { groups.cellOfPoint[$0] == column }.compactMap { point in
          Self.path(source.records.points[point], x, y, name: names.label(telling, at: point))
        }
        return PlotData.Panel(row: 0, column: column, series: paths)
      }
      let titles = groups.representatives.map { names.label([axis].compactMap(\.self), at: $0) }
      return .plot(
        PlotData(
          style: .trajectory, x: PlotAxisData(x, isLogarithmic: log.contains(.x)),
          y: PlotAxisData(y, isLogarithmic: log.contains(.y)), panels: panels, columnTitles: titles.isEmpty ? [""] : titles))
    }
  }

  /// The values at the steps that both have.
  private static func path(_ recorded: RecordedSeries?, _ x: String, _ y: String, name: String) -> PlotData.Series? {
    guard let recorded, let right = recorded[x], let up = recorded[y] else { return nil }
    let steps = right.steps.filter(up.steps.contains)
    func value(_ series: Series, _ step: Int) -> Double { series.steps.firstIndex(of: step).map { series.values[$0] } ?? .nan }
    return PlotData.Series(name: name, x: steps.map { value(right, $0) }, y: steps.map { value(up, $0) })
  }

  static let entry = Entry<any FigureKind>(
    "trajectory", "One recorded quantity over another, joined in the order of the steps, start and end marked.",
    example: "{trajectory: {x: train.loss, y: moved}}",
    .required("x", .name("series"), "What goes to the right."),
    .required("y", .name("series"), "What goes up."),
    .maybe("panel", .name("axis"), "An axis whose values stand side by side."),
    .maybe("where", .claim, "Points where it does not hold are left out."),
    .optional("log", .oneOrMany(of: .choice(FigureAxis.self)), default: "[]", "Axes with a logarithmic scale.")
  ) { TrajectoryFigure(x: $0, y: $1, panel: $2, region: $3, log: $4) }
}
