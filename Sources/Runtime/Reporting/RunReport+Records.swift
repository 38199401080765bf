import ExperimentGraph
import Reports
import Results

extension RunReport {
  /// The report of a run that has just ended.
  init(
    _ experiment: ExperimentGraph, _ subject: RunSubject, _ records: RunRecords, _ state: TrainingState,
    claims: CanonicalJSON, environment: RunEnvironment
  ) {
    title = experiment.title.isEmpty ? subject.identity.specName : experiment.title
    status = state.stop == .divergence ? .diverged("after step \(state.step)") : .complete
    self.claims = Self.claims(claims)
    warnings = Runtime.warnings(records, of: experiment)
    facts = Self.facts(
      id: subject.identity.id.hex, digest: nil, numerics: subject.identity.numerics, steps: state.step,
      stoppedBy: state.stop?.rawValue ?? "", data: subject.identity.data.map { ($0.name, $0.digest.hex) })
    metrics = experiment.metrics.isEmpty ? nil : Self.table(experiment.metrics.map(\.name), records.metrics)
    probes = zip(experiment.probes, records.probes).map { probe, record in
      ProbeNumbers(probe: probe.name, table: Self.table(probe.columns, record.rows))
    }
    maps = zip(experiment.probes, records.probes).flatMap { probe, record in
      zip(probe.arrays, record.arrays).compactMap { array, values in
        Self.map(
          probe.name, array.name, shape: [record.rows.count] + array.shape.dimensions, values: values,
          steps: record.rows.map(\.step))
      }
    }
    let source = FigureSource(experiment, records)
    declared = experiment.figures.map { (name: $0.name, figure: $0.figure(source)) }
    resolvedSpec = subject.resolved
    self.environment = Self.environment(environment.json)
  }

  private static func table(_ columns: [String], _ rows: [RunRecords.Row]) -> MetricTable {
    MetricTable(columns: columns, steps: rows.map(\.step), rows: rows.map(\.values))
  }
}

// MARK: - Parts that both ways share

extension RunReport {
  /// An array called `similarity` with a square for each moment is drawn; anything else is not.
  static func map(
    _ probe: String, _ array: String, shape: [Int], values: [Double], steps: [Int]
  ) -> SimilarityMaps? {
    guard array == "similarity", shape.count == 3, shape[1] == shape[2], shape[0] == steps.count else { return nil }
    return SimilarityMaps(probe: probe, steps: steps, size: shape[1], values: values)
  }

  /// Claims as claims.json has them.
  static func claims(_ json: CanonicalJSON) -> [ReportClaim] {
    (json.elements ?? []).map { claim in
      let evidence = (claim["evidence"]?.elements ?? []).map { item in
        let value = ClaimOutcome.Evidence.Value(json: item["value"])
        return "\(item["text"]?.text ?? "") = \(value.text { NumberText.of($0) })"
      }
      let source = [claim["kind"]?.text, claim["source"]?.text].compactMap { $0 }
      let reason = claim["not_reproduced"]?.text
      return ReportClaim(
        name: claim["name"]?.text ?? "", text: claim["text"]?.text ?? "",
        verdict: ReportVerdict(claim["verdict"]?.text ?? "", isNotReproduced: reason != nil),
        margin: claim["margin"]?.double, evidence: evidence.joined(separator: "; "),
        source: source.joined(separator: ": "), notReproduced: reason ?? "")
    }
  }

  static func facts(
    id: String, digest: String?, numerics: Int, steps: Int, stoppedBy: String,
    data: [(name: String, digest: String)]
  ) -> [ReportFact] {
    var facts = [ReportFact("id", id, isCode: true)]
    if let digest { facts.append(ReportFact("result digest", digest, isCode: true)) }
    facts.append(ReportFact("numerics", "\(numerics)"))
    facts.append(ReportFact("steps", "\(steps)"))
    facts.append(ReportFact("stopped by", stoppedBy))
    return facts + data.map { ReportFact("data: \($0.name)", $0.digest, isCode: true) }
  }

  static func environment(_ json: CanonicalJSON) -> [ReportFact] {
    guard case .members(let members) = json else { return [] }
    return members.map { member in
      ReportFact(member.key, member.value.text ?? member.value.double.map(NumberText.of) ?? "")
    }
  }
}
