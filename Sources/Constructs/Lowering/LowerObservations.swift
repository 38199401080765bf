import ExperimentGraph
import Grammar
import SourceDiagnostics

extension Spec {
  /// Metrics named `dataset.kind`.
  func lowerMetrics(
    _ model: ModelContent, _ datasets: [LoweredData], _ diagnostics: inout Diagnostics
  ) -> [(content: MetricContent, origin: SourceRange)] {
    var result: [(content: MetricContent, origin: SourceRange)] = []
    for name in metrics.record {
      guard let metric = metric(name, datasets, &diagnostics) else { continue }
      if result.contains(where: { $0.content.name == metric.name }) { continue }
      result.append((metric, name.range))
    }
    return result
  }

  private func metric(
    _ name: Located<String>, _ datasets: [LoweredData], _ diagnostics: inout Diagnostics
  ) -> MetricContent? {
    let possible = data.flatMap { item in Metrics.all.map { "\(item.name.value).\($0.name)" } }
    let parts = name.value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, possible.contains(name.value),
      let kind = Metrics.all.first(where: { $0.name == parts[1] })
    else {
      let near = suggestion(for: name.value, among: possible)
      diagnostics.report(
        Diagnostic(
          .unknownMetric, "there is no metric `\(name.value)`", at: name.range,
          help: near.map { "did you mean `\($0)`?" }
            ?? "a metric is a dataset and a kind: \(possible.map { "`\($0)`" }.joined(separator: ", "))"))
      return nil
    }
    guard let dataset = datasets.first(where: { $0.name.value == parts[0] }) else { return nil }
    if kind.meaning.needsClasses, dataset.content.classes == nil {
      diagnostics.report(
        Diagnostic(
          .unknownMetric, "`\(name.value)` counts decisions between classes, and `\(parts[0])` has numbers as targets",
          at: name.range, help: "record `\(parts[0]).loss` instead"))
      return nil
    }
    let meaning = kind.meaning
    return MetricContent(
      name: name.value, dataset: parts[0],
      mean: { graph, model, output, target in meaning.mean(&graph, model, output: output, target: target) })
  }

  /// Probes that found what they look at.
  func lowerProbes(
    _ model: ModelContent, _ bounds: StageBounds, _ diagnostics: inout Diagnostics
  ) -> [ProbeContent] {
    let site = ProbeSite(parameters: model.parameters, layers: model.layers)
    var result: [ProbeContent] = []
    for probe in probes {
      guard let plan = probe.value.component.value.plan(site, &diagnostics) else { continue }
      result.append(
        ProbeContent(
          name: probe.name.value, summary: probe.value.component.text, moments: probe.value.at.moments(bounds),
          needs: plan.needs, columns: plan.columns, arrays: plan.arrays, origin: probe.name.range,
          measure: plan.measure))
    }
    return result
  }
}
