import ExperimentGraph
import Reports
import Results

extension RunReport {
  /// The report of a run that has just ended.
  init(
    _ experiment: ExperimentGraph, _ subject: RunSubject, _ records: RunRecords, _ state: TrainingState,
    written: WrittenFiles, claims: CanonicalJSON, environment: RunEnvironment
  ) throws(ResultsFailure) {
    title = experiment.title.isEmpty ? subject.identity.specName : experiment.title
    status = state.stop == .divergence ? .diverged("after step \(state.step)") : .complete
    self.claims = Self.claims(claims)
    warnings = Runtime.warnings(records, of: experiment)
    facts = Self.facts(
      id: subject.identity.id.hex, digest: nil, numerics: subject.identity.numerics, steps: state.step,
      stoppedBy: state.stop?.rawValue ?? "", data: subject.identity.data.map { ($0.name, $0.digest.hex) })
    metrics = experiment.metrics.isEmpty ? nil : Self.table(experiment.metrics.map(\.name), records.metrics, records)
    probes = zip(experiment.probes, records.probes).map { probe, record in
      ProbeNumbers(probe: probe.name, table: Self.table(probe.columns, record.rows, records))
    }
    maps = try Self.maps(experiment, records, written)
    let source = FigureSource(experiment, records, written)
    declared = experiment.figures.map { (name: $0.name, figure: $0.figure(source)) }
    resolvedSpec = subject.resolved
    self.environment = Self.environment(environment.json)
  }

  private static func table(_ columns: [String], _ rows: [RunRecords.Row], _ records: RunRecords) -> MetricTable {
    MetricTable(
      columns: columns, steps: rows.map(\.step), rows: rows.map(\.values), stages: rows.compactMap { records.stage(of: $0) })
  }
}

// MARK: - Parts that both ways share

extension RunReport {
  /// The array that is drawn.
  private static let drawnArray = "similarity"

  /// The maps of a probe: of its whole, or of each of its stages.
  /// - Parameters:
  ///   - moments: the steps at which it was recorded, in order, each with its stage if there are several.
  ///   - read: an array of it, (moments, …); nil where it has none of this name. An array that is no square for each moment is not drawn.
  static func maps(
    of probe: String, at moments: [(step: Int, stage: String?)], _ read: (BundleFile) throws(ResultsFailure) -> NumericArray?
  ) throws(ResultsFailure) -> [SimilarityMaps] {
    var maps: [SimilarityMaps] = []
    var stages: [String] = []
    for moment in moments where !stages.contains(moment.stage ?? "") { stages.append(moment.stage ?? "") }
    for stage in stages {
      let steps = moments.filter { ($0.stage ?? "") == stage }.map(\.step)
      let file = BundleFile.probeArray(probe, drawnArray, stage: stage.isEmpty ? nil : stage)
      guard let array = try read(file) else { continue }
      let shape = array.shape
      guard shape.count == 3, shape[1] == shape[2], shape[0] == steps.count else { continue }
      maps.append(SimilarityMaps(probe: probe, stage: stage, steps: steps, size: shape[1], values: array.doubles()))
    }
    return maps
  }

  /// The maps of a run that ends, from the files that it has written.
  static func maps(
    _ experiment: ExperimentGraph, _ records: RunRecords, _ written: WrittenFiles
  ) throws(ResultsFailure) -> [SimilarityMaps] {
    var maps: [SimilarityMaps] = []
    for (probe, record) in zip(experiment.probes, records.probes) where probe.arrays.contains(where: { $0.name == drawnArray }) {
      let moments = record.rows.map { (step: $0.step, stage: records.stage(of: $0)) }
      maps += try Self.maps(of: probe.name, at: moments) { file throws(ResultsFailure) in try written.array(file) }
    }
    return maps
  }

  /// How far the evidence of a claim is from its bound, by which its digits are chosen; nil where that is unknown: of several numbers one
  /// is on its bound.
  static func evidenceMargin(_ claim: CanonicalJSON) -> Double? {
    guard let margin = claim["margin"]?.double, margin != 0 || claim["evidence"]?.elements?.count == 1 else { return nil }
    return margin
  }

  /// Claims as claims.json has them.
  static func claims(_ json: CanonicalJSON) -> [ReportClaim] {
    (json.elements ?? []).map { claim in
      let margin = evidenceMargin(claim)
      let evidence = (claim["evidence"]?.elements ?? []).map { item in
        let value = ClaimOutcome.Evidence.Value(json: item["value"])
        return "\(item["text"]?.text ?? "") = \(value.text { ReadableNumber.text($0, margin: margin) })"
      }
      let places = PaperClaim.Extent(claim).map { ["held at " + $0.text] } ?? []
      let source = [claim["kind"]?.text, claim["source"]?.text].compactMap { $0 }
      let reason = claim["not_reproduced"]?.text
      return ReportClaim(
        name: claim["name"]?.text ?? "", text: claim["text"]?.text ?? "",
        verdict: ReportVerdict(claim["verdict"]?.text ?? "", isNotReproduced: reason != nil),
        margin: claim["margin"]?.double, evidence: (evidence + places).joined(separator: "; "),
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
    facts.append(ReportFact("stopped by", stoppedBy == StopReason.stages.rawValue ? "the end of its last stage" : stoppedBy))
    return facts + data.map { ReportFact("data: \($0.name)", $0.digest, isCode: true) }
  }

  static func environment(_ json: CanonicalJSON) -> [ReportFact] {
    guard case .members(let members) = json else { return [] }
    return members.map { member in
      ReportFact(member.key, member.value.text ?? member.value.double.map { ReadableNumber.text($0, digits: 9) } ?? "")
    }
  }
}
