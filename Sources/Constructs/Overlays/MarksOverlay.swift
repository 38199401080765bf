import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Measured places: one mark for each cell of a summary.
struct MarksOverlay: Overlay {
  let x: BoundExpression
  let y: BoundExpression
  let label: String

  func plan(
    _ site: FigureSite, panel: Int?, _ diagnostics: inout Diagnostics
  ) -> (@Sendable (FigureSource) -> [PlacedOverlay])? {
    var isSound = true
    for expression in [x, y] where !site.lowering.check(expression, &diagnostics) { isSound = false }
    guard isSound else { return nil }
    let overlay = self
    let names = site.names
    let read = names.axes(of: x) + names.axes(of: y)
    let axes = names.grid.axes.indices.filter(read.contains)
    let panel = panel.flatMap { axes.contains($0) ? $0 : nil }
    return { source in
      let points = CellSpace(names.grid, by: axes).representatives
      func marks(_ panelPlace: Int?) -> PlacedOverlay {
        let readers = points.filter { point in panel.map { names.grid.points[point][$0] } == panelPlace }.map {
          PointReader(names: names, records: source.records, point: $0)
        }
        return PlacedOverlay(
          panel: panelPlace,
          overlay: GridData.Overlay(
            label: overlay.label, x: readers.map { overlay.x.numberRead(by: $0) }, y: readers.map { overlay.y.numberRead(by: $0) },
            isCurve: false))
      }
      return panel.map { names.grid.axes[$0].values.indices.map { marks($0) } } ?? [marks(nil)]
    }
  }

  static let entry = Entry<any Overlay>(
    "marks",
    "Measured places: a mark for each cell of a summary, or for each point. What differs by the axis of the panels is drawn over its own "
      + "panel.",
    example: "{marks: {x: boundary, y: gamma_prime, label: measured}}",
    .required("x", .reading, "How far to the right."),
    .required("y", .reading, "How far up."),
    .optional("label", .text, default: "\"\"", "What they are called.")
  ) { MarksOverlay(x: $0, y: $1, label: $2) }
}
