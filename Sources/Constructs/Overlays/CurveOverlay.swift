import ExperimentGraph
import Grammar
import SourceDiagnostics

/// A line given by formulas of one axis: a theoretical boundary.
struct CurveOverlay: Overlay {
  let x: BoundExpression
  let y: BoundExpression
  let label: String

  /// Points that the line is drawn through.
  private static let count = 201

  func plan(
    _ site: FigureSite, panel: Int?, _ diagnostics: inout Diagnostics
  ) -> (@Sendable (FigureSource) -> [PlacedOverlay])? {
    let read = x.names + y.names.filter { !x.names.contains($0) }
    guard read.count == 1, let axis = site.axis(Located(read[0], at: (x.names.isEmpty ? y : x).range), &diagnostics) else {
      if read.count != 1 {
        diagnostics.report(
          Diagnostic(
            .wrongExpressionType, "a curve is drawn along one axis; its formulas read \(read.isEmpty ? "none" : quotedNames(read))",
            at: x.range, help: "write one of the two as the axis itself, such as `y: gamma_prime`"))
      }
      return nil
    }
    guard let right = x.function(of: read), let up = y.function(of: read) else {
      diagnostics.report(Diagnostic(.wrongExpressionType, "a curve is made of numbers", at: x.range))
      return nil
    }
    let values = site.names.numbers(axis)
    let (low, high) = (values.first ?? 0, values.last ?? 0)
    let places = (0..<Self.count).map { low + (high - low) * Double($0) / Double(Self.count - 1) }
    let overlay = GridData.Overlay(
      label: label, x: places.map { right.evaluate([$0]) }, y: places.map { up.evaluate([$0]) }, isCurve: true)
    return { _ in [PlacedOverlay(panel: nil, overlay: overlay)] }
  }

  static let entry = Entry<any Overlay>(
    "curve", "A line given by formulas of one axis, such as the boundary that theory predicts.",
    example: "{curve: {x: \"max(1, 1 + gamma_prime)\", y: gamma_prime, label: theory}}",
    .required("x", .reading, "How far to the right."),
    .required("y", .reading, "How far up."),
    .optional("label", .text, default: "\"\"", "What it is called.")
  ) { CurveOverlay(x: $0, y: $1, label: $2) }
}
