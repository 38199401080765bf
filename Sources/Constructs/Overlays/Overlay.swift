import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Something drawn over a heat map, in the numbers of its axes.
package protocol Overlay: Sendable {
  /// Decides what is read; reports and returns nil where a name is unknown.
  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> GridData.Overlay)?
}
