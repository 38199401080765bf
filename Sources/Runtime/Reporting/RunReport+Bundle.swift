import Reports
import Results

extension RunReport {
  /// The report of a bundle on disk.
  package init(_ bundle: ResultBundle) throws(ResultsFailure) {
    let index = bundle.index
    resolvedSpec = String(decoding: try bundle.bytes(of: BundleFile.resolvedSpec.path), as: UTF8.self)
    title = Self.title(of: resolvedSpec) ?? index.specName
    let steps = index.detail["steps"]?.int ?? 0
    switch index.status {
    case .complete: status = .complete
    case .diverged: status = .diverged("after step \(steps)")
    case .stopped: status = .stopped("after step \(steps)")
    }
    claims = Self.claims(try bundle.json(BundleFile.claims.path))
    warnings = bundle.warnings
    facts = Self.facts(
      id: index.id.hex, digest: index.resultDigest.hex, numerics: index.numerics, steps: steps,
      stoppedBy: index.detail["stopped_by"]?.text ?? "", data: index.data.map { ($0.name, $0.digest.hex) })
    metrics =
      bundle.artifact(BundleFile.metrics.path) == nil ? nil : Self.table(try bundle.table(BundleFile.metrics.path))
    var probes: [ProbeNumbers] = []
    var maps: [SimilarityMaps] = []
    for artifact in index.artifacts where artifact.path.hasPrefix("probes/") && artifact.path.hasSuffix(".csv") {
      let name = String(artifact.path.dropFirst("probes/".count).dropLast(".csv".count))
      let table = Self.table(try bundle.table(artifact.path))
      probes.append(ProbeNumbers(probe: name, table: table))
      let moments = table.steps.indices.map { (step: table.steps[$0], stage: table.stages.isEmpty ? nil : table.stages[$0]) }
      maps += try Self.maps(of: name, at: moments) { file throws(ResultsFailure) in try bundle.array(file) }
    }
    self.probes = probes
    self.maps = maps
    declared = []
    environment =
      bundle.artifact(BundleFile.environment.path) == nil
      ? [] : Self.environment(try bundle.json(BundleFile.environment.path))
    let others = drawnAlways
    for artifact in index.artifacts where artifact.path.hasPrefix("figures/") && artifact.path.hasSuffix(".svg") {
      let name = String(artifact.path.dropFirst("figures/".count).dropLast(".svg".count))
      let svg = String(decoding: try bundle.bytes(of: artifact.path), as: UTF8.self)
      if others.contains(where: { $0.name == name && $0.figure.svg == svg }) { continue }
      declared.append((name, .picture(title: "\(title): \(name)", svg: svg)))
    }
  }

  private static func table(_ table: CSVTable) -> MetricTable {
    let columns = table.columns.filter { $0 != "step" && $0 != "stage" }
    let steps = (table.numbers(of: "step") ?? []).map { Int($0 ?? 0) }
    let values = columns.map { table.numbers(of: $0) ?? [] }
    return MetricTable(
      columns: columns, steps: steps, rows: steps.indices.map { row in values.map { $0[row] ?? .nan } },
      stages: table.texts(of: "stage") ?? [])
  }

  /// The value of the key `title` of a resolved spec, which stands on one line of its own.
  static func title(of resolved: String) -> String? {
    for line in resolved.split(separator: "\n") where line.hasPrefix("title: ") {
      var text = line.dropFirst("title: ".count)
      if text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote {
        text = text.dropFirst().dropLast()
      }
      return text.isEmpty ? nil : String(text)
    }
    return nil
  }
}
