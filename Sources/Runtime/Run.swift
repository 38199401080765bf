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
package let numericsVersion = 3

/// Runs an experiment, or goes on with one that was killed, and writes its bundle.
///
/// - Parameters:
///   - clock: seconds since some fixed moment; decides when snapshots are taken and how often the run looks up, and nothing else.
///   - environment: what the bundle says of machine and time, made at the end.
///   - plans: plans that this run has in common with others.
///   - isCancelled: asked between updates some fifty times a second; true ends the run resumably.
///   - progress: told as often, and after every recording.
///   - computed: told when nothing is left but to write the bundle, unless what is recorded takes much of the memory.
package func run(
  _ experiment: ExperimentGraph, _ subject: RunSubject, _ options: RunOptions, clock: () -> Double,
  environment: () -> RunEnvironment, plans: SharedPlans = SharedPlans(), isCancelled: () -> Bool,
  progress: (RunProgress) -> Void, computed: () -> Void = {}
) throws(RunFailure) -> RunEnd {
  do throws(ResultsFailure) {
    if let done = try BundleWriter.finished(subject.identity, under: options.outputFolder),
      done.index.status != .stopped
    {
      return .finished(done, wasThere: true)
    }
  } catch { throw .results(error) }

  if experiment.measuresOnly { return try measure(experiment, subject, options, environment()) }
  let programs = ExperimentPrograms(experiment, sharing: plans)
  let estimate = RunEstimate(experiment, programs)
  try checkMemory(estimate.memoryBytes, available: options.availableMemory)
  try checkDisk(estimate.bundleBytes, under: options.outputFolder)
  var session = try Session(
    experiment, programs, instructionSet: options.instructionSet, threads: options.threads)
  var writer = try openWriter(subject, options)
  var trainer = start(experiment, &session, resuming: writer.resumed)
  try writeSpec(subject, &writer)
  let begin = clock()
  try log(trainer.state.step == 0 ? "start" : "resume", trainer, seconds: 0, &writer)

  if trainer.state.step == 0 && writer.resumed == nil {
    try trainer.observe(session, isEnd: trainer.endsAtStart, writer: &writer)
    if trainer.endsAtStart { trainer.state.stop = experiment.training.stop.countsEpochs ? .epochs : .steps }
  }
  progress(trainer.progress)
  let limit = options.stopAfterSteps.map { trainer.state.step + $0 } ?? .max
  var pace = StepPace()
  var (now, lastSnapshot) = (begin, begin)
  while trainer.state.stop == nil {
    if isCancelled() || trainer.state.step >= limit {
      try save(trainer, session, &writer)
      return .interrupted(step: trainer.state.step)
    }
    let (from, started, moment) = (trainer.state.step, now, trainer.nextMoment)
    try trainer.advance(&session, to: min(from + pace.steps, moment, limit))
    now = clock()
    pace.adapt(steps: trainer.state.step - from, seconds: now - started)
    if trainer.state.hasRisen { try restart(&trainer, &session, &writer) }
    if trainer.state.step == moment || trainer.state.stop != nil {
      let before = trainer.records.metrics.count
      try trainer.observe(session, isEnd: trainer.state.stop != nil, writer: &writer)
      now = clock()
      if trainer.records.metrics.count > before { try log("record", trainer, seconds: now - begin, &writer) }
    }
    progress(trainer.progress)
    if now - lastSnapshot >= options.snapshotInterval, trainer.state.stop == nil {
      try save(trainer, session, &writer)
      now = clock()
      lastSnapshot = now
    }
  }
  // The arena goes before the bundle is written: another run may take its place.
  _ = consume session
  if estimate.memoryBytes <= options.availableMemory / 2 { computed() }
  return try finish(
    experiment, subject, trainer.records, trainer.state, environment(), drawsPages: options.drawsPages, writer: writer)
}

// MARK: - Parts of a run

private func openWriter(_ subject: RunSubject, _ options: RunOptions) throws(RunFailure) -> BundleWriter {
  do throws(ResultsFailure) {
    return try BundleWriter(subject.identity, under: options.outputFolder)
  } catch { throw .results(error) }
}

/// Refuses an experiment that does not fit into the memory that is free.
private func checkMemory(_ bytes: Int, available: Int) throws(RunFailure) {
  if bytes > available { throw .memory(needed: bytes, available: available) }
}

/// Refuses an experiment whose bundle does not fit on the disk.
private func checkDisk(_ bytes: Int, under folder: String) throws(RunFailure) {
  // A folder that is not there yet is made by the writer, which says what is wrong with it.
  guard let available = try? Folder.freeBytes(folder) else { return }
  if bytes > available { throw .disk(needed: bytes, available: available, path: folder) }
}

/// Adds a line to log.jsonl: what happened, at which step, after how many seconds of this process.
private func log(
  _ event: String, _ trainer: Trainer, seconds: Double, _ writer: inout BundleWriter
) throws(RunFailure) {
  let line: CanonicalJSON = [
    "event": .string(event), "step": .integer(trainer.state.step), "seconds": .number((seconds * 1000).rounded() / 1000),
    "loss": trainer.state.loss.map { .number($0) } ?? .null,
  ]
  do throws(ResultsFailure) { try writer.append(line.compactText + "\n", to: .log) } catch { throw .results(error) }
}

/// A trainer at the beginning, or where a killed run was saved.
private func start(
  _ experiment: ExperimentGraph, _ session: inout Session, resuming saved: ResumeState?
) -> Trainer {
  session.initialize()
  if let saved, let step = saved.notes["step"]?.int, let json = saved.notes["records"],
    let records = RunRecords(experiment, json: json), session.restore(saved)
  {
    var state = TrainingState(step: step, loss: saved.notes["loss"]?.double)
    if let time = saved.notes["time"]?.double, let next = saved.notes["flow_step"]?.double {
      state.clock = FlowClock(time: time, step: next)
    }
    if let halvings = saved.notes["halvings"]?.int {
      state.halvings = halvings
      state.firstRoot = saved.notes["first_root"]?.double
      session.scalars.halve(halvings)
    }
    return Trainer(experiment, session.programs, state: state, records: records)
  }
  return Trainer(experiment, session.programs)
}

private func writeSpec(_ subject: RunSubject, _ writer: inout BundleWriter) throws(RunFailure) {
  do throws(ResultsFailure) {
    try writer.write(subject.source, to: .sourceSpec)
    try writer.write(subject.resolved, to: .resolvedSpec)
    try writer.write(Provenance.json(subject.provenance), to: .provenance)
  } catch { throw .results(error) }
}

/// After a rise of the loss: begins again with half the learning rate, and makes this the moment to go on from.
private func restart(
  _ trainer: inout Trainer, _ session: inout Session, _ writer: inout BundleWriter
) throws(RunFailure) {
  try trainer.restart(&session)
  if trainer.state.stop != nil { return }
  writer.forget { $0.hasPrefix(BundleFile.checkpointFolder) }
  try trainer.observe(session, isEnd: false, writer: &writer)
  try save(trainer, session, &writer)
}

private func save(
  _ trainer: Trainer, _ session: borrowing Session, _ writer: inout BundleWriter
) throws(RunFailure) {
  var notes: [(String, CanonicalJSON)] = [
    ("step", .integer(trainer.state.step)), ("loss", trainer.state.loss.map { .number($0) } ?? .null),
    ("records", trainer.records.json),
  ]
  if let clock = trainer.state.clock { notes += [("time", .number(clock.time)), ("flow_step", .number(clock.step))] }
  if trainer.experiment.training.search != nil {
    notes.append(("halvings", .integer(trainer.state.halvings)))
    if let root = trainer.state.firstRoot { notes.append(("first_root", .number(root))) }
  }
  do throws(ResultsFailure) {
    try writer.save(ResumeState(arrays: session.arrays(), notes: .object(notes)))
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

private func finish(
  _ experiment: ExperimentGraph, _ subject: RunSubject, _ records: RunRecords, _ state: TrainingState, _ environment: RunEnvironment,
  drawsPages: Bool, writer: consuming BundleWriter
) throws(RunFailure) -> RunEnd {
  let status: RunStatus = state.stop == .divergence ? .diverged : .complete
  do throws(ResultsFailure) {
    let claims = claims(records, of: experiment)
    try write(records, of: experiment, &writer)
    try writer.write(claims, to: .claims)
    if drawsPages {
      let report = RunReport(
        experiment, subject, records, state, claims: claims, environment: environment)
      for (name, figure) in report.figures { try writer.write(figure.svg, to: .figure(name)) }
      try writer.write(report.page.html, to: .report)
    }
    try writer.write(environment.json, to: .environment)
    let finished = try writer.finish(
      status,
      detail: .object(detail(state, of: experiment)))
    return .finished(finished.bundle, wasThere: finished.wasAlreadyThere)
  } catch { throw .results(error) }
}
