import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Something drawn over a heat map, in the numbers of its axes.
package protocol Overlay: Sendable {
  /// Decides what is read; reports and returns nil where a name is unknown.
  /// - Parameter panel: the axis whose values stand side by side, if there is one.
  func plan(
    _ site: FigureSite, panel: Int?, _ diagnostics: inout Diagnostics
  ) -> (@Sendable (FigureSource) -> [PlacedOverlay])?
}

/// What is drawn over a heat map, and over which of its panels.
package struct PlacedOverlay: Sendable {
  /// The place on the axis of the panels; nil where it is drawn over all of them.
  let panel: Int?
  let overlay: GridData.Overlay
}
