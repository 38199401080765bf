import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Measured places: one mark for each cell of a summary.
struct MarksOverlay: Overlay {
  let x: BoundExpression
  let y: BoundExpression
  let label: String

  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> GridData.Overlay)? {
    var isSound = true
    for expression in [x, y] where !site.lowering.check(expression, &diagnostics) { isSound = false }
    guard isSound else { return nil }
    let overlay = self
    let names = site.names
    let read = names.axes(of: x) + names.axes(of: y)
    let axes = names.grid.axes.indices.filter(read.contains)
    return { source in
      let readers = CellSpace(names.grid, by: axes).representatives.map {
        PointReader(names: names, records: source.records, point: $0)
      }
      return GridData.Overlay(
        label: overlay.label, x: readers.map { overlay.x.numberRead(by: $0) }, y: readers.map { overlay.y.numberRead(by: $0) },
        isCurve: false)
    }
  }

  static let entry = Entry<any Overlay>(
    "marks", "Measured places: a mark for each cell of a summary, or for each point.",
    example: "{marks: {x: boundary, y: gamma_prime, label: measured}}",
    .required("x", .reading, "How far to the right."),
    .required("y", .reading, "How far up."),
    .optional("label", .text, default: "\"\"", "What they are called.")
  ) { MarksOverlay(x: $0, y: $1, label: $2) }
}
