import ExperimentGraph
import Results

/// What a finished run recorded, read back from its bundle, as claims and summaries read it.
/// - Parameter names: what they read; other lists are left in their files.
func recordedSeries(
  _ bundle: ResultBundle, of experiment: ExperimentGraph, reading names: [String]
) throws(ResultsFailure) -> RecordedSeries {
  let ends = (bundle.index.detail["stages"]?.elements ?? []).compactMap(StageEnd.init)
  var series: [Series] = []
  var lists: [(name: String, array: RecordedArray)] = []
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
    lists += probe.lists(series, among: names)
    for array in probe.arrays where names.contains(probe.listName(array)) {
      let steps = series.first { $0.name == probe.seriesName(probe.columns[0]) }?.steps ?? []
      let recordings = try recordings(of: array.name, by: probe.name, ends) { file throws(ResultsFailure) in
        try bundle.array(file)
      }
      lists.append((probe.listName(array), RecordedArray(steps: steps, recordings: recordings)))
    }
  }
  return RecordedSeries(
    series: series, lists: lists, stepsPerEpoch: experiment.training.bounds.stepsPerEpoch, stageEnds: ends)
}

/// The recordings of an array, one behind the other, from the file of its probe, or with stages from those that each wrote.
/// - Parameter read: an array of a bundle; nil where it has none of that name.
func recordings(
  of array: String, by probe: String, _ ends: [StageEnd], _ read: (BundleFile) throws(ResultsFailure) -> NumericArray?
) throws(ResultsFailure) -> [[Double]] {
  var recordings: [[Double]] = []
  for stage in ends.isEmpty ? [nil] : ends.map({ Optional($0.name) }) {
    guard let stacked = try read(BundleFile.probeArray(probe, array, stage: stage)) else { continue }
    recordings += RecordedArray.parted(stacked.doubles(), max(1, stacked.shape.dropFirst().reduce(1, *)))
  }
  return recordings
}
