import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Points of a sweep in panels side by side: what figures of recorded quantities draw.
struct RecordedPanels: Sendable {
  /// The fields that every such figure has.
  static let panelField = Field<Located<String>?>.maybe("panel", .name("axis"), "An axis whose values stand side by side.")
  static let whereField = Field<BoundExpression?>.maybe("where", .claim, "Points where it does not hold are left out.")
  static let logField = Field<[FigureAxis]>.optional(
    "log", .oneOrMany(of: .choice(FigureAxis.self)), default: "[]", "Axes, or `color`, with a logarithmic scale.")

  private let site: FigureSite
  private let region: BoundExpression?
  /// Axes whose values have panels: one or none.
  private let axes: [Int]

  /// Reports names that are nothing and returns nil then.
  init?(
    _ site: FigureSite, of series: [Located<String>], panel: Located<String>?, where region: BoundExpression?,
    _ diagnostics: inout Diagnostics
  ) {
    var isSound = true
    for name in series where !site.lowering.checkSeries(name, &diagnostics) { isSound = false }
    if let region, !site.lowering.check(region, &diagnostics) { isSound = false }
    let axes = site.axes(panel.map { [$0] } ?? [], &diagnostics)
    guard isSound, let axes else { return nil }
    self.site = site
    self.region = region
    self.axes = axes
  }

  /// The panels with their titles, and the axis whose numbers tell points apart.
  /// - Parameter series: those of a point from what it recorded; `label` and the number of the family tell it from the other points.
  func draw(
    _ records: SweepRecords, series: (_ recorded: RecordedSeries, _ label: String, _ number: Double?) -> [PlotData.Series]
  ) -> (panels: [PlotData.Panel], titles: [String], family: String?) {
    let names = site.names
    let points = site.points(in: region, records)
    let telling = names.telling(points, beyond: axes)
    let family = names.family(telling)
    let groups = CellSpace(names.grid, by: axes, of: points)
    let panels = groups.cells.indices.map { column in
      let drawn = points.filter { groups.cellOfPoint[$0] == column }.flatMap { point in
        records.points[point].map { series($0, names.label(telling, at: point), names.number(of: family, at: point)) } ?? []
      }
      return PlotData.Panel(row: 0, column: column, series: drawn)
    }
    let titles = groups.representatives.map { names.label(axes, at: $0) }
    return (panels, titles.isEmpty ? [""] : titles, family.map { names.grid.axes[$0].name })
  }
}
