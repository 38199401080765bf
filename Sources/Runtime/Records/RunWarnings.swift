import ExperimentGraph
import Results

/// What a reader of the results should know although the run went well: one sentence for each probe that doubts some of its numbers. It
/// names the probe, how many, the step and the stage. Nothing is decided by it.
func warnings(_ records: RunRecords, of experiment: ExperimentGraph) -> [String] {
  let mostMoments = 6
  return zip(experiment.probes, records.probes).compactMap { probe, record in
    guard let doubt = probe.doubt, let place = probe.columns.firstIndex(of: doubt.column) else { return nil }
    let moments = record.rows.filter { $0.values[place] > 0 }.map { row in
      let stage = records.stageEnds.first { row.step <= $0.step }.map { " (stage `\($0.name)`)" } ?? ""
      return "\(Int(row.values[place])) at step \(row.step)\(stage)"
    }
    if moments.isEmpty { return nil }
    let hidden = moments.count - mostMoments
    let list = moments.prefix(mostMoments).joined(separator: ", ") + (hidden > 0 ? ", and more at \(hidden) further moments" : "")
    return "`\(probe.name)` has \(doubt.counted): \(list). \(doubt.consequence)"
  }
}

extension ResultBundle {
  /// The warnings that its run or its sweep ended with.
  var warnings: [String] { (index.detail["warnings"]?.elements ?? []).compactMap(\.text) }
}

/// Warnings as a member of the detail in bundle.json; none where there are none.
func warningsDetail(_ warnings: [String]) -> [(String, CanonicalJSON)] {
  warnings.isEmpty ? [] : [("warnings", .array(warnings.map { .string($0) }))]
}
