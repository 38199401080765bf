import ExperimentGraph
import Results

/// What an experiment with stages has come to.
struct StagedState {
  /// A stage that has ended.
  struct Ended {
    let end: StageEnd
    /// How many steps it made.
    let steps: Int
    /// The parameters it came to.
    let tensors: [StageTensor]

    /// As bundle.json and snapshots have it.
    var json: CanonicalJSON { ["name": .string(end.name), "steps": .integer(steps), "ends_at": .integer(end.step)] }
  }

  let experiment: ExperimentGraph
  private(set) var ended: [Ended] = []
  /// What was recorded in them.
  private(set) var records: RunRecords
  /// The search that is under way, if the present stage is one.
  var search: CanonicalJSON?

  init(_ experiment: ExperimentGraph) {
    self.experiment = experiment
    records = RunRecords(experiment)
  }

  /// The stage that is under way.
  var index: Int { ended.count }
  /// Steps of the stages that have ended.
  var offset: Int { ended.last?.end.step ?? 0 }

  /// Takes over what a stage recorded and came to. Its arrays, whose shapes are its own, are written.
  mutating func end(
    _ part: StagePart, steps: Int, _ recorded: RunRecords, _ tensors: [StageTensor], _ writer: inout BundleWriter
  ) throws(RunFailure) {
    let end = StageEnd(name: part.name, step: offset + steps)
    records.metrics += recorded.metrics
    records.trace += recorded.trace
    records.stageEnds.append(end)
    let read = experiment.claims.flatMap(\.reads)
    for (probe, record) in zip(part.experiment.probes, recorded.probes) {
      guard let place = experiment.probes.firstIndex(where: { $0.name == probe.name }) else { continue }
      records.probes[place].rows += record.rows
      do throws(ResultsFailure) {
        for (array, values) in zip(probe.arrays, record.arrays) where !values.isEmpty {
          let shape = [record.rows.count] + array.shape.dimensions
          let file = BundleFile.probeArray(probe.name, array.name, stage: part.name).classed(probe.artifactClass)
          try writer.write(NumericArray(values, shape: shape), to: file)
        }
        for (number, array) in probe.arrays.enumerated() where read.contains(probe.listName(array)) {
          records.probes[place].arrays[number] += record.arrays[number]
        }
      } catch { throw .results(error) }
    }
    ended.append(Ended(end: end, steps: steps, tensors: tensors))
    search = nil
  }

  // MARK: - Snapshots

  /// The parameters that later stages may start from.
  var arrays: [NamedArray] {
    ended.flatMap { stage in
      stage.tensors.map { NamedArray("\(stage.end.name)#\($0.name)", NumericArray($0.values, shape: $0.shape)) }
    }
  }

  var notes: CanonicalJSON {
    [
      "ended": .array(ended.map(\.json)),
      "records": records.json, "search": search ?? .null,
    ]
  }

  /// Where a killed run was saved; nil if it was not of this experiment.
  init?(_ experiment: ExperimentGraph, _ saved: ResumeState) {
    guard let notes = saved.notes["stages"], let stages = notes["ended"]?.elements, stages.count <= experiment.stages.count,
      let json = notes["records"], let records = RunRecords(experiment, json: json)
    else { return nil }
    self.init(experiment)
    self.records = records
    for (part, stage) in zip(experiment.stages, stages) {
      guard let end = StageEnd(json: stage), end.name == part.name, let steps = stage["steps"]?.int else { return nil }
      var tensors: [StageTensor] = []
      for parameter in part.experiment.model.parameters {
        guard let array = saved["\(part.name)#\(parameter.name)"] else { return nil }
        tensors.append(StageTensor(name: parameter.name, shape: array.shape, values: array.doubles()))
      }
      ended.append(Ended(end: end, steps: steps, tensors: tensors))
      self.records.stageEnds.append(end)
    }
    if let search = notes["search"], search != .null { self.search = search }
  }
}

extension StageEnd {
  /// Reads what `StagedState.Ended.json` wrote.
  init?(json: CanonicalJSON) {
    guard let name = json["name"]?.text, let step = json["ends_at"]?.int else { return nil }
    self.init(name: name, step: step)
  }
}
