import ExperimentGraph
import Results

/// Everything a run has recorded so far, in the order it was recorded.
struct RunRecords: Sendable, Equatable {
  /// A row of a table: one step and one number for each column.
  struct Row: Sendable, Equatable {
    let step: Int
    let values: [Double]
  }

  /// What one probe recorded: its numbers, and for each of its arrays all moments behind one another.
  struct ProbeRecord: Sendable, Equatable {
    var rows: [Row] = []
    var arrays: [[Double]]
  }

  /// The digest of one tensor at one step.
  struct TraceRow: Sendable, Equatable {
    let step: Int
    let tensor: String
    let digest: String
  }

  var metrics: [Row] = []
  /// In the order of the experiment's probes.
  var probes: [ProbeRecord]
  var trace: [TraceRow] = []
  /// The stages that have ended, with their last steps; empty where there is one stage.
  var stageEnds: [StageEnd] = []

  init(_ experiment: ExperimentGraph) {
    probes = experiment.probes.map { ProbeRecord(arrays: $0.arrays.map { _ in [] }) }
  }

  /// The stage in which a row was recorded; nil where there is one stage.
  func stage(of row: Row) -> String? { stageEnds.first { row.step <= $0.step }?.name }

  /// The records as claims read them. A probe with a single number is read by its own name.
  func series(_ experiment: ExperimentGraph) -> RecordedSeries {
    var all: [Series] = []
    var lists: [(name: String, array: RecordedArray)] = []
    let read = experiment.claims.flatMap(\.reads)
    for (index, metric) in experiment.metrics.enumerated() {
      all.append(
        Series(name: metric.name, steps: metrics.map(\.step), values: metrics.map { $0.values[index] }))
    }
    for (probe, record) in zip(experiment.probes, probes) {
      for (index, column) in probe.columns.enumerated() {
        all.append(
          Series(
            name: probe.seriesName(column), steps: record.rows.map(\.step),
            values: record.rows.map { $0.values[index] }))
      }
      lists += probe.lists(all, among: read)
      for (array, values) in zip(probe.arrays, record.arrays) where read.contains(probe.listName(array)) {
        lists.append((probe.listName(array), RecordedArray(steps: record.rows.map(\.step), count: array.shape.count, values: values)))
      }
    }
    return RecordedSeries(
      series: all, lists: lists, stepsPerEpoch: experiment.training.bounds.stepsPerEpoch, stageEnds: stageEnds)
  }
}

extension ProbeContent {
  /// Its columns that are read together, of the numbers it recorded.
  /// - Parameter names: the lists that are read.
  func lists(_ series: [Series], among names: [String]) -> [(name: String, array: RecordedArray)] {
    groups.filter { names.contains(listName($0)) }.compactMap { group in
      let columns = group.columns.compactMap { column in series.first { $0.name == seriesName(column) } }
      guard columns.count == group.columns.count, let steps = columns.first?.steps else { return nil }
      let values = steps.indices.flatMap { row in columns.map { $0.values[row] } }
      return (listName(group), RecordedArray(steps: steps, count: columns.count, values: values))
    }
  }
}

// MARK: - Snapshots

extension RunRecords {
  /// The records as JSON, for a run that may be killed.
  var json: CanonicalJSON {
    [
      "metrics": .array(metrics.map(\.json)),
      "probes": .array(
        probes.map { probe in
          [
            "rows": .array(probe.rows.map(\.json)),
            "arrays": .array(probe.arrays.map { .array($0.map { .number($0) }) }),
          ]
        }),
      "trace": .array(
        trace.map { [.integer($0.step), .string($0.tensor), .string($0.digest)] }),
    ]
  }

  /// Reads back what `json` wrote; nil if it is not of this experiment.
  init?(_ experiment: ExperimentGraph, json: CanonicalJSON) {
    self.init(experiment)
    guard let metricRows = json["metrics"]?.elements, let probeRecords = json["probes"]?.elements,
      let traceRows = json["trace"]?.elements, probeRecords.count == probes.count
    else { return nil }
    metrics = metricRows.compactMap(Row.init(json:))
    for (index, record) in probeRecords.enumerated() {
      guard let rows = record["rows"]?.elements, let arrays = record["arrays"]?.elements,
        arrays.count == probes[index].arrays.count
      else { return nil }
      probes[index].rows = rows.compactMap(Row.init(json:))
      probes[index].arrays = arrays.map { ($0.elements ?? []).compactMap(\.double) }
    }
    trace = traceRows.compactMap { row in
      guard let cells = row.elements, cells.count == 3, let step = cells[0].int, let tensor = cells[1].text,
        let digest = cells[2].text
      else { return nil }
      return TraceRow(step: step, tensor: tensor, digest: digest)
    }
  }
}

extension RunRecords.Row {
  fileprivate var json: CanonicalJSON { .array([.integer(step)] + values.map { .number($0) }) }

  fileprivate init?(json: CanonicalJSON) {
    guard let cells = json.elements, let step = cells.first?.int else { return nil }
    self.step = step
    values = cells.dropFirst().compactMap(\.double)
  }
}
