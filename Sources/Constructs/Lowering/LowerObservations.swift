import ExperimentGraph
import Grammar
import SourceDiagnostics

extension Spec {
  /// Whether every schedule has few enough moments to be listed.
  func checkMoments(_ bounds: StageBounds, _ diagnostics: inout Diagnostics) -> Bool {
    var schedules = [("`metrics`", metrics.at), ("`checkpoints`", checkpoints.at)]
    schedules += probes.map { ("the probe `\($0.name.value)`", $0.value.at) }
    var isSound = true
    for (owner, schedule) in schedules where schedule.value.momentLimit(bounds) > Limits.moments {
      isSound = false
      diagnostics.report(
        Diagnostic(
          .memoryLimit,
          "\(owner) would be recorded at up to \(Limits.grouped(schedule.value.momentLimit(bounds))) moments; "
            + "the most is \(Limits.grouped(Limits.moments))",
          at: schedule.range.isEmpty ? train.value.stop.range : schedule.range,
          help: "give it a schedule such as `at: {per_decade: 20}`"))
    }
    return isSound
  }

  /// Metrics named `dataset.kind`.
  func lowerMetrics(_ datasets: [LoweredData], _ diagnostics: inout Diagnostics) -> [(content: MetricContent, origin: SourceRange)] {
    if measuresOnly {
      // What stands there by default asks for nothing.
      if let name = metrics.record.first(where: { $0.value != "train.loss" }) {
        diagnostics.report(Self.needsTensors("the metric `\(name.value)`", at: name.range))
      }
      return []
    }
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
    if parts.count == 2, Metrics.all.contains(where: { $0.name == parts[1] }),
      !data.contains(where: { $0.name.value == parts[0] })
    {
      let known = data.map(\.name.value)
      let near = suggestion(for: parts[0], among: known)
      diagnostics.report(
        Diagnostic(
          .unknownData, "there is no dataset called `\(parts[0])`", at: name.range,
          help: near.map { "did you mean `\($0).\(parts[1])`?" } ?? "known: \(quotedNames(known))"))
      return nil
    }
    guard parts.count == 2, possible.contains(name.value),
      let kind = Metrics.all.first(where: { $0.name == parts[1] })
    else {
      let near = spellingHelp(for: name.value, among: possible)
      diagnostics.report(
        Diagnostic(
          .unknownMetric, "there is no metric `\(name.value)`", at: name.range,
          help: near ?? "a metric is a dataset and a kind: \(quotedNames(possible))"))
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
    return kind.meaning.content(called: name.value, dataset: parts[0])
  }

  /// Something that cannot be known where no tensor is made.
  private static func needsTensors(_ what: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .conflictingKeys, "\(what) looks at tensors, and with `measure_only` there are none", at: range,
      help: "leave it out, or `measure_only`")
  }

  /// Probes that found what they look at, and the datasets that they need beside those of the spec.
  func lowerProbes(
    _ model: ModelContent, _ datasets: [LoweredData], _ scales: InitialScales?, _ bounds: StageBounds, _ diagnostics: inout Diagnostics
  ) -> (probes: [ProbeContent], data: [LoweredData]) {
    var site = ProbeSite(
      model: model, datasets: datasets.map { ($0.name.value, $0.content) }, declaredData: data.map(\.name.value), scales: scales,
      precision: precision, range: train.range)
    var result: [ProbeContent] = []
    var added: [LoweredData] = []
    for probe in probes {
      let moments = moments(of: probe.value.at.value, bounds)
      if place != nil, moments.steps.isEmpty, !moments.atEnd { continue }
      site.range = probe.value.component.range
      guard let plan = probe.value.component.value.plan(site, &diagnostics) else { continue }
      if measuresOnly, !plan.needs.isEmpty {
        diagnostics.report(Self.needsTensors("the probe `\(probe.name.value)`", at: probe.name.range))
      }
      for (name, content) in plan.addedData where !added.contains(where: { $0.name.value == name }) {
        added.append(LoweredData(name: Located(name, at: site.range), summary: "drawn anew", content: content))
      }
      result.append(
        ProbeContent(
          name: probe.name.value, summary: probe.value.component.text, moments: moments,
          needs: plan.needs, columns: plan.columns, groups: plan.groups, arrays: plan.arrays, workingNumbers: plan.workingNumbers,
          workingSeconds: plan.workingSeconds, tolerance: plan.tolerance, doubt: plan.doubt, targetSize: plan.targetSize,
          dimensions: plan.dimensions,
          origin: probe.name.range, measure: plan.measure))
    }
    return (result, added)
  }
}

/// Names in backticks, with commas between them.
func quotedNames(_ names: [String]) -> String {
  names.map { "`\($0)`" }.joined(separator: ", ")
}
