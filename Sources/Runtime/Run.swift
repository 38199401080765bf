import Constructs
import ExperimentGraph
import Grammar
import Kernels
import Reports
import Results
import TensorGraph

/// How an experiment is run; nothing here can change a result.
package struct RunOptions: Sendable {
  /// Folder under which `runs/` stands.
  package let outputFolder: String
  package let instructionSet: InstructionSet
  package let threads: Int
  /// Bytes of memory that can be had; an experiment that needs more is refused before it starts.
  package let availableMemory: Int
  /// Seconds between snapshots that a killed run goes on from.
  package let snapshotInterval: Double
  /// Ends the run, resumable, after so many updates of this process; nil for no limit. Used to verify that an interruption changes nothing.
  package let stopAfterSteps: Int?
  /// Whether figures and a page are drawn: derived files that `report` can make again.
  package let drawsPages: Bool

  package init(
    outputFolder: String, instructionSet: InstructionSet, threads: Int, availableMemory: Int,
    snapshotInterval: Double = 20,
    stopAfterSteps: Int? = nil, drawsPages: Bool = true
  ) {
    self.outputFolder = outputFolder
    self.instructionSet = instructionSet
    self.threads = threads
    self.availableMemory = availableMemory
    self.snapshotInterval = snapshotInterval
    self.stopAfterSteps = stopAfterSteps
    self.drawsPages = drawsPages
  }
}

/// What a run is called and what it is made of, beside the graph.
package struct RunSubject: Sendable {
  package let identity: RunIdentity
  /// The spec as written.
  package let source: [UInt8]
  /// The resolved spec.
  package let resolved: String
  package let provenance: [Results.ProvenanceRow]

  package init(
    identity: RunIdentity, source: [UInt8], resolved: String, provenance: [Results.ProvenanceRow]
  ) {
    self.identity = identity
    self.source = source
    self.resolved = resolved
    self.provenance = provenance
  }
}

/// What came of a run.
package enum RunEnd: Sendable {
  /// A finished bundle. `wasThere` when an earlier run had made it.
  case finished(ResultBundle, wasThere: Bool)
  /// Stopped before its end; the same run goes on from where it was saved.
  case interrupted(step: Int)
}

/// The version of the numerics contract this tool keeps.
package let numericsVersion = 6

/// Runs an experiment, or goes on with one that was killed, and writes its bundle.
///
/// - Parameters:
///   - clock: seconds since some fixed moment; decides when snapshots are taken and how often the run looks up, and nothing else.
///   - environment: what the bundle says of machine and time, made at the end.
///   - plans: plans that this run has in common with others.
///   - isCancelled: asked between updates some fifty times a second; true ends the run resumably.
///   - progress: told as often, and after every recording.
package func run(
  _ experiment: ExperimentGraph, _ subject: RunSubject, _ options: RunOptions, clock: () -> Double,
  environment: () -> RunEnvironment, plans: SharedPlans = SharedPlans(), isCancelled: () -> Bool,
  progress: (RunProgress) -> Void
) throws(RunFailure) -> RunEnd {
  try run(
    experiment, subject, options, clock: clock, environment: environment, plans: plans, prepared: nil, turn: nil,
    isCancelled: isCancelled, progress: progress)
}

/// The same for one of several runs.
///
/// - Parameters:
///   - prepared: what was made for it before.
///   - turn: when it computes; nil for a run alone.
func run(
  _ experiment: ExperimentGraph, _ subject: RunSubject, _ options: RunOptions, clock: () -> Double,
  environment: () -> RunEnvironment, plans: SharedPlans, prepared: PreparedPoint?, turn: PointTurn?, isCancelled: () -> Bool,
  progress: (RunProgress) -> Void
) throws(RunFailure) -> RunEnd {
  do throws(ResultsFailure) {
    if let done = try BundleWriter.finished(subject.identity, under: options.outputFolder),
      done.index.status != .stopped
    {
      return .finished(done, wasThere: true)
    }
  } catch { throw .results(error) }

  // What is trained with others is small: it is there before its turn comes.
  if prepared?.lane == nil { turn?.enter() }
  if experiment.measuresOnly { return try measure(experiment, subject, options, environment()) }
  if !experiment.stages.isEmpty {
    return try runStages(
      experiment, subject, options, clock: clock, environment: environment, plans: plans, isCancelled: isCancelled, progress: progress)
  }
  let programs = prepared?.programs ?? ExperimentPrograms(experiment, sharing: plans)
  let estimate = RunEstimate(experiment, programs)
  try checkMemory(estimate.memoryBytes, available: options.availableMemory)
  try checkDisk(estimate.bundleBytes, under: options.outputFolder)
  var session = try Session(
    experiment, programs, instructionSet: options.instructionSet, threads: options.threads, lane: prepared?.lane)
  var writer = try openWriter(subject, options)
  var trainer = start(experiment, &session, resuming: writer.resumed)
  try writeSpec(subject, &writer)
  if prepared?.lane != nil { turn?.enter() }
  let begin = clock()
  try log(trainer.state.step == 0 ? "start" : "resume", trainer, seconds: 0, &writer)

  if trainer.state.step == 0 && writer.resumed == nil {
    try trainer.observe(session, isEnd: trainer.endsAtStart, writer: &writer)
  }
  let limit = options.stopAfterSteps.map { trainer.state.step + $0 } ?? .max
  let hasEnded = try train(
    &trainer, &session, &writer, options, limit: limit, since: begin, clock: clock, isCancelled: isCancelled, progress: progress)
  prepared?.lane?.leave()
  if !hasEnded { return .interrupted(step: trainer.state.step) }
  // The arena goes before the bundle is written: another run may take its place.
  _ = consume session
  if estimate.isSmall(in: options.availableMemory) { turn?.leave() }
  return try finish(
    experiment, subject, trainer.records, trainer.state, environment(), drawsPages: options.drawsPages, writer: writer)
}

// MARK: - Parts of a run

func openWriter(_ subject: RunSubject, _ options: RunOptions) throws(RunFailure) -> BundleWriter {
  do throws(ResultsFailure) {
    return try BundleWriter(subject.identity, under: options.outputFolder)
  } catch { throw .results(error) }
}

/// Refuses an experiment that does not fit into the memory that is free.
func checkMemory(_ bytes: Int, available: Int) throws(RunFailure) {
  if bytes > available { throw .memory(needed: bytes, available: available) }
}

/// Refuses an experiment whose bundle does not fit on the disk.
func checkDisk(_ bytes: Int, under folder: String) throws(RunFailure) {
  // A folder that is not there yet is made by the writer, which says what is wrong with it.
  guard let available = try? Folder.freeBytes(folder) else { return }
  if bytes > available { throw .disk(needed: bytes, available: available, path: folder) }
}

func writeSpec(_ subject: RunSubject, _ writer: inout BundleWriter) throws(RunFailure) {
  do throws(ResultsFailure) {
    try writer.write(subject.source, to: .sourceSpec)
    try writer.write(subject.resolved, to: .resolvedSpec)
    try writer.write(Provenance.json(subject.provenance), to: .provenance)
  } catch { throw .results(error) }
}

/// Records what is known without a tensor, and writes the bundle.
private func measure(
  _ experiment: ExperimentGraph, _ subject: RunSubject, _ options: RunOptions, _ environment: RunEnvironment
) throws(RunFailure) -> RunEnd {
  var writer = try openWriter(subject, options)
  try writeSpec(subject, &writer)
  var records = RunRecords(experiment)
  for (index, probe) in experiment.probes.enumerated() {
    records.probes[index].rows.append(RunRecords.Row(step: 0, values: probe.measure([]).scalars))
  }
  return try finish(
    experiment, subject, records, TrainingState(stop: .steps), environment, drawsPages: options.drawsPages, writer: writer)
}

/// How training went, for bundle.json.
private func detail(_ state: TrainingState, of experiment: ExperimentGraph) -> [(String, CanonicalJSON)] {
  var detail: [(String, CanonicalJSON)] = [
    ("steps", .integer(state.step)), ("stopped_by", .string(state.stop?.rawValue ?? "")),
  ]
  if let clock = state.clock { detail.append(("time", .number(clock.time))) }
  if let search = experiment.training.search {
    detail.append(("learning_rate", .number(search.rate(halvings: state.halvings))))
    detail.append(("halvings", .integer(state.halvings)))
  }
  return detail
}

/// Writes what was recorded and judged.
/// - Parameter beside: what bundle.json says beside how the training went.
func finish(
  _ experiment: ExperimentGraph, _ subject: RunSubject, _ records: RunRecords, _ state: TrainingState, _ environment: RunEnvironment,
  drawsPages: Bool, beside: [(String, CanonicalJSON)] = [], writer: consuming BundleWriter
) throws(RunFailure) -> RunEnd {
  let status: RunStatus = state.stop == .divergence ? .diverged : .complete
  do throws(ResultsFailure) {
    let claims = claims(records, of: experiment)
    try write(records, of: experiment, &writer)
    try writer.write(claims, to: .claims.classed(experiment.claimsClass))
    if drawsPages {
      let report = try RunReport(
        experiment, subject, records, state, written: writer.written, claims: claims, environment: environment)
      for (name, figure) in report.figures { try writer.write(figure.svg, to: .figure(name)) }
      try writer.write(report.page.html, to: .report)
    }
    try writer.write(environment.json, to: .environment)
    let finished = try writer.finish(
      status,
      detail: .object(detail(state, of: experiment) + beside + warningsDetail(warnings(records, of: experiment))))
    return .finished(finished.bundle, wasThere: finished.wasAlreadyThere)
  } catch { throw .results(error) }
}
