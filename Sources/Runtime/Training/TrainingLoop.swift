import ExperimentGraph
import Results

/// Trains to the end, with what is recorded and saved meanwhile.
///
/// - Parameters:
///   - limit: the step after which it ends, resumable.
///   - begin: when this process began, by the clock.
///   - stages: what an experiment with stages has come to before this one.
/// - Returns: false when it was interrupted; it is saved then.
func train(
  _ trainer: inout Trainer, _ session: inout Session, _ writer: inout BundleWriter, _ options: RunOptions, limit: Int, since begin: Double,
  beside stages: StagedState? = nil, clock: () -> Double, isCancelled: () -> Bool, progress: (RunProgress) -> Void
) throws(RunFailure) -> Bool {
  if trainer.endsAtStart, trainer.state.step == 0 {
    trainer.state.stop = trainer.experiment.training.stop.countsEpochs ? .epochs : .steps
  }
  progress(trainer.progress)
  var pace = StepPace(isTogether: session.lane != nil)
  var now = clock()
  var lastSnapshot = now
  while trainer.state.stop == nil {
    if isCancelled() || trainer.state.step >= limit {
      try save(trainer, session, beside: stages, &writer)
      return false
    }
    let (from, started, moment) = (trainer.state.step, now, trainer.nextMoment)
    try trainer.advance(&session, to: min(from + pace.steps, moment, limit))
    now = clock()
    pace.adapt(steps: trainer.state.step - from, seconds: now - started)
    if trainer.state.hasRisen { try restart(&trainer, &session, beside: stages, &writer) }
    if trainer.state.step == moment || trainer.state.stop != nil {
      let before = trainer.records.metrics.count
      try trainer.observe(session, isEnd: trainer.state.stop != nil, writer: &writer)
      now = clock()
      if trainer.records.metrics.count > before { try log("record", trainer, seconds: now - begin, &writer) }
    }
    progress(trainer.progress)
    if now - lastSnapshot >= options.snapshotInterval, trainer.state.stop == nil {
      try save(trainer, session, beside: stages, &writer)
      now = clock()
      lastSnapshot = now
    }
  }
  return true
}

/// Adds a line to log.jsonl: what happened, at which step, after how many seconds of this process.
func log(
  _ event: String, _ trainer: Trainer, seconds: Double, _ writer: inout BundleWriter
) throws(RunFailure) {
  let line: CanonicalJSON = [
    "event": .string(event), "step": .integer(trainer.observer.offset + trainer.state.step),
    "seconds": .number((seconds * 1000).rounded() / 1000), "loss": trainer.state.loss.map { .number($0) } ?? .null,
  ]
  do throws(ResultsFailure) { try writer.append(line.compactText + "\n", to: .log) } catch { throw .results(error) }
}

/// A trainer at the beginning, or where a killed run was saved.
/// - Parameter origin: the parameters of another stage that it starts from, in place of drawn ones.
func start(
  _ experiment: ExperimentGraph, _ session: inout Session, from origin: [StageTensor]? = nil, resuming saved: ResumeState?
) -> Trainer {
  session.origin = origin
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

/// After a rise of the loss: begins again with half the learning rate, and makes this the moment to go on from.
private func restart(
  _ trainer: inout Trainer, _ session: inout Session, beside stages: StagedState?, _ writer: inout BundleWriter
) throws(RunFailure) {
  try trainer.restart(&session)
  if trainer.state.stop != nil { return }
  let made = trainer.experiment.checkpoints.steps.map { BundleFile.checkpoint(step: trainer.observer.offset + $0).path }
  writer.forget { made.contains($0) }
  try trainer.observe(session, isEnd: false, writer: &writer)
  try save(trainer, session, beside: stages, &writer)
}

/// Keeps all that a killed run needs to go on from here.
func save(
  _ trainer: Trainer, _ session: borrowing Session, beside stages: StagedState?, _ writer: inout BundleWriter
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
  if let stages { notes.append(("stages", stages.notes)) }
  do throws(ResultsFailure) {
    try writer.save(ResumeState(arrays: session.arrays() + (stages?.arrays ?? []), notes: .object(notes)))
  } catch { throw .results(error) }
}
