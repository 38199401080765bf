import ExperimentGraph
import Grammar
import SourceDiagnostics

/// One point of a sweep: an experiment like any other.
package struct SweepPoint: Sendable {
  /// The values of the axes: `gamma=0.5 m=1000`.
  package let label: String
  /// The spec of the point alone, every expression evaluated.
  package let resolved: Resolved<Spec>
  package let graph: ExperimentGraph
}

/// A sweep with all of its points.
package struct SweepExperiment: Sendable {
  package let content: SweepContent
  /// In the order of `content.grid.points`.
  package let points: [SweepPoint]
  /// Canonical text of the whole document, as written; defaults and values stand in the points. Runnable itself, and what the
  /// identity of the sweep is made of.
  package let resolvedText: String
}
