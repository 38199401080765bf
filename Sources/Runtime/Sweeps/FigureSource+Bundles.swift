import DataStore
import ExperimentGraph
import Results

extension FigureSource {
  /// What the bundles of the points of a sweep hold, each file read when it is asked for.
  init(_ records: SweepRecords, _ jobs: [PointJob], _ ends: [PointEnd]) {
    self.init(
      records: records,
      array: { point, probe, array in
        guard case .finished(let bundle, _) = ends[point],
          let content = jobs[point].experiment.probes.first(where: { $0.name == probe }),
          let recorded = records.points[point], let steps = recorded[content.seriesName(content.columns[0])]?.steps,
          let found = try? recordings(
            of: array, by: probe, recorded.stageEnds,
            { file throws(ResultsFailure) in try bundle.array(file) })
        else { return nil }
        return RecordedArray(steps: steps, recordings: found)
      },
      data: { point, dataset in jobs[point].experiment.samples(of: dataset) })
  }

  /// What a run that has just ended holds.
  /// - Parameter written: its files. With stages, each wrote its arrays there as it ended.
  init(_ experiment: ExperimentGraph, _ records: RunRecords, _ written: WrittenFiles) {
    let grid = SweepGrid(axes: [], points: [[]])
    self.init(
      records: SweepRecords(grid: grid, points: [records.series(experiment)]),
      array: { _, probe, array in
        guard let place = experiment.probes.firstIndex(where: { $0.name == probe }),
          let number = experiment.probes[place].arrays.firstIndex(where: { $0.name == array })
        else { return nil }
        let steps = records.probes[place].rows.map(\.step)
        if records.stageEnds.isEmpty {
          return RecordedArray(
            steps: steps, count: experiment.probes[place].arrays[number].shape.count, values: records.probes[place].arrays[number])
        }
        let found = try? recordings(
          of: array, by: probe, records.stageEnds, { file throws(ResultsFailure) in try written.array(file) })
        return found.map { RecordedArray(steps: steps, recordings: $0) }
      },
      data: { _, dataset in experiment.samples(of: dataset) })
  }
}

extension ExperimentGraph {
  /// Inputs and targets of a dataset; nil if it cannot be read.
  fileprivate func samples(of dataset: String) -> (inputs: [Double], targets: [Double])? {
    guard let content = datasets.first(where: { $0.name == dataset })?.content, let samples = try? content.load() else { return nil }
    return (samples.inputs.doubles, samples.targets.doubles)
  }
}
