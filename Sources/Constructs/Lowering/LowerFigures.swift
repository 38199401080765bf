import ExperimentGraph
import Grammar
import SourceDiagnostics

extension SweepLowering {
  /// Figures whose names are found; `title` heads those without words of their own.
  func lower(
    _ figures: [Named<FigureSpec>], title: String, of graph: ExperimentGraph, _ diagnostics: inout Diagnostics
  ) -> [FigureContent] {
    var lowering = self
    lowering.readsLists = false
    let site = FigureSite(lowering: lowering, graph: graph)
    return figures.compactMap { figure in
      guard let draw = figure.value.component.value.plan(site, &diagnostics) else { return nil }
      let name = figure.name.value
      return FigureContent(
        name: name, title: figure.value.title ?? (title.isEmpty ? name : "\(title): \(name)"), origin: figure.name.range, draw: draw)
    }
  }
}

extension Spec {
  /// The figures of a spec with one point: a sweep without axes.
  func lowerFigures(_ graph: inout ExperimentGraph, _ diagnostics: inout Diagnostics) {
    if figures.isEmpty { return }
    let plan = RecordingPlan(
      metrics: graph.metrics, metricMoments: graph.metricMoments, probes: graph.probes, bounds: graph.training.bounds,
      stages: graph.stages)
    let grid = SweepGrid(axes: [], points: [[]])
    let lowering = SweepLowering(
      SweepNames(grid: grid, lets: [], values: [[]]), plans: [plan], datasets: graph.datasets.map(\.name))
    let trained = graph.vertex("stage", named: "train").map { [$0] } ?? []
    for figure in lowering.lower(figures, title: title, of: graph, &diagnostics) {
      graph.add(figure.name, "", .figure(figure), needs: trained, origin: figure.origin)
    }
  }
}
