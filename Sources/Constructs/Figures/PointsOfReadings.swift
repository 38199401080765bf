import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Numbers read at the cells of a sweep, grouped into series and panels: what line and scatter plots draw.
struct PointsOfReadings: Sendable {
  let site: FigureSite
  let x: BoundExpression
  let y: [BoundExpression]
  let error: BoundExpression?
  let region: BoundExpression?
  /// Axes that tell series apart; nil for every axis that x does not read.
  let by: [Int]?
  let panel: Int?

  /// Checks every name; nil when something was reported.
  init?(
    _ site: FigureSite, x: BoundExpression, y: [BoundExpression], error: BoundExpression?, region: BoundExpression?,
    by: [Located<String>]?, panel: Located<String>?, _ diagnostics: inout Diagnostics
  ) {
    var isSound = true
    for expression in [x] + y + [error, region].compactMap(\.self) where !site.lowering.check(expression, &diagnostics) {
      isSound = false
    }
    for expression in [x] + y + [error].compactMap(\.self) {
      guard case .name(let name) = expression.expression.kind, let axis = site.names.grid.axis(name) else { continue }
      isSound = site.hasNumbers(axis, at: expression.range, on: "a scale", help: "use it as `by` or `panel`", &diagnostics) && isSound
    }
    let places = by.map { site.axes($0, &diagnostics) }
    let panelPlace = panel.map { site.axis($0, &diagnostics) }
    if let places, places == nil { isSound = false }
    if let panelPlace, panelPlace == nil { isSound = false }
    guard isSound else { return nil }
    self.site = site
    self.x = x
    self.y = y
    self.error = error
    self.region = region
    self.by = places ?? nil
    self.panel = panelPlace ?? nil
  }

  /// The panels, each with its series, points ascending in x, and the axis whose numbers tell series apart.
  func panels(_ records: SweepRecords) -> (panels: [PlotData.Panel], titles: [String], family: String?) {
    let names = site.names
    let read = ([x, error, region].compactMap(\.self) + y).flatMap { names.axes(of: $0) }
    let extra = (by ?? []) + [panel].compactMap(\.self)
    let axes = names.grid.axes.indices.filter { read.contains($0) || extra.contains($0) }
    let inside = site.points(in: region, records)
    let space = CellSpace(names.grid, by: axes, of: inside)
    let xAxes = names.axes(of: x)
    let groups = by ?? axes.filter { !xAxes.contains($0) && $0 != panel }
    let seriesAxes = names.telling(space.representatives, beyond: names.grid.axes.indices.filter { !groups.contains($0) })
    let family = y.count == 1 ? names.family(seriesAxes) : nil
    let panelPlaces = panel.map { axis in names.grid.axes[axis].values.indices.map { (axis: axis, place: $0) } }
    var panels: [PlotData.Panel] = []
    var titles: [String] = []
    for choice in panelPlaces.map({ $0.map(Optional.some) }) ?? [nil] {
      let members = space.representatives.filter { point in choice.map { names.grid.points[point][$0.axis] == $0.place } ?? true }
      if members.isEmpty { continue }
      titles.append(choice.map { "\(names.grid.axes[$0.axis].name) = \(names.grid.axes[$0.axis].values[$0.place].text)" } ?? "")
      panels.append(PlotData.Panel(row: 0, column: panels.count, series: series(members, seriesAxes, family, records)))
    }
    return (panels, titles.isEmpty ? [""] : titles, family.map { names.grid.axes[$0].name })
  }

  private func series(_ points: [Int], _ axes: [Int], _ family: Int?, _ records: SweepRecords) -> [PlotData.Series] {
    let names = site.names
    let groups = CellSpace(names.grid, by: axes, of: points)
    return y.flatMap { y in
      groups.cells.indices.map { group in
        let members = points.filter { groups.cellOfPoint[$0] == group }
        let read = members.map { point -> (Double, Double, Double?) in
          let reader = PointReader(names: names, records: records, point: point)
          return (x.numberRead(by: reader), y.numberRead(by: reader), error.map { $0.numberRead(by: reader) })
        }.sorted { $0.0 < $1.0 }
        let label = names.label(axes, at: groups.representatives[group])
        let name = [self.y.count > 1 ? y.text : "", label].filter { !$0.isEmpty }.joined(separator: ", ")
        return PlotData.Series(
          name: name.isEmpty ? y.text : name, x: read.map(\.0), y: read.map(\.1),
          error: error == nil ? nil : read.map { $0.2 ?? .nan }, number: names.number(of: family, at: groups.representatives[group]))
      }
    }
  }
}
