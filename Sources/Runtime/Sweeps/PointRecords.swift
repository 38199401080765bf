import ExperimentGraph
import Results

/// What a finished run recorded, read back from its bundle, as claims and summaries read it.
func recordedSeries(
  _ bundle: ResultBundle, of experiment: ExperimentGraph
) throws(ResultsFailure) -> RecordedSeries {
  var series: [Series] = []
  func add(_ path: String, _ columns: [String], as name: (String) -> String) throws(ResultsFailure) {
    guard bundle.artifact(path) != nil else { return }
    let table = try bundle.table(path)
    let steps = (table.numbers(of: "step") ?? []).map { Int($0 ?? 0) }
    for column in columns {
      guard let values = table.numbers(of: column) else {
        throw .malformed(path: bundle.path + "/" + path, problem: "it has no column `\(column)`")
      }
      series.append(Series(name: name(column), steps: steps, values: values.map { $0 ?? .nan }))
    }
  }
  if !experiment.metrics.isEmpty {
    try add(BundleFile.metrics.path, experiment.metrics.map(\.name)) { $0 }
  }
  for probe in experiment.probes {
    try add(BundleFile.probeTable(probe.name).path, probe.columns) { probe.seriesName($0) }
  }
  let ends = (bundle.index.detail["stages"]?.elements ?? []).compactMap(StageEnd.init)
  return RecordedSeries(series: series, stepsPerEpoch: experiment.training.bounds.stepsPerEpoch, stageEnds: ends)
}
