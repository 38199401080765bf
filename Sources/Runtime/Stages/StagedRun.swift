import ExperimentGraph
import Results

/// Runs the stages of an experiment one after another, or goes on with one that was killed, and writes its bundle.
///
/// Each stage has a session of its own: its model may have another shape. See `run` for the parameters.
func runStages(
  _ experiment: ExperimentGraph, _ subject: RunSubject, _ options: RunOptions, clock: () -> Double, environment: () -> RunEnvironment,
  plans: SharedPlans, isCancelled: () -> Bool, progress: (RunProgress) -> Void
) throws(RunFailure) -> RunEnd {
  var writer = try openWriter(subject, options)
  let saved = writer.resumed
  var stages = saved.flatMap { StagedState(experiment, $0) } ?? StagedState(experiment)
  let first = stages.index
  try writeSpec(subject, &writer)
  let started = clock()
  var left = options.stopAfterSteps ?? .max
  while stages.index < experiment.stages.count {
    let part = experiment.stages[stages.index]
    let programs = ExperimentPrograms(part.experiment, sharing: plans)
    try checkMemory(RunEstimate(part.experiment, programs).memoryBytes, available: options.availableMemory)
    var session = try Session(part.experiment, programs, instructionSet: options.instructionSet, threads: options.threads)
    var trainer = start(
      part.experiment, &session, from: origin(of: part, stages), resuming: stages.index == first ? saved : nil)
    trainer.observer.offset = stages.offset
    try log(stages.index == first && saved != nil ? "resume" : "stage \(part.name)", trainer, seconds: clock() - started, &writer)
    let before = trainer.state.step
    switch part.action {
    case .train:
      if before == 0 { try trainer.observe(session, isEnd: trainer.endsAtStart, writer: &writer) }
      let limit = left == .max ? .max : before + left
      let hasEnded = try train(
        &trainer, &session, &writer, options, limit: limit, since: started, beside: stages, clock: clock, isCancelled: isCancelled,
        progress: progress)
      if !hasEnded { return .interrupted(step: trainer.observer.offset + trainer.state.step) }
    case .criticalPoint(let content):
      let hasEnded = try search(
        content, part, &trainer, &session, &stages, &writer, options, limit: left, clock: clock, isCancelled: isCancelled,
        progress: progress)
      if !hasEnded { return .interrupted(step: trainer.observer.offset + trainer.state.step) }
    case .transform, .evaluate:
      if isCancelled() || left == 0 {
        try save(trainer, session, beside: stages, &writer)
        return .interrupted(step: trainer.observer.offset)
      }
      trainer.state.step = 1
      try trainer.observe(session, isEnd: true, writer: &writer)
    }
    let made = trainer.state.step - before
    left = left == .max ? .max : max(0, left - made)
    try stages.end(part, steps: trainer.state.step, trainer.records, session.stageTensors, &writer)
    progress(trainer.progress(upTo: part.maximumSteps))
    if trainer.state.stop == .divergence { break }
  }
  let hasDiverged = stages.index < experiment.stages.count
  var state = TrainingState(step: stages.offset)
  state.stop = hasDiverged ? .divergence : .stages
  return try finish(
    experiment, subject, stages.records, state, environment(), drawsPages: options.drawsPages,
    beside: [("stages", .array(stages.ended.map(\.json)))], writer: writer)
}

/// The parameters that a stage starts from; nil where it draws them.
private func origin(of part: StagePart, _ stages: StagedState) -> [StageTensor]? {
  guard let source = part.source else { return nil }
  let tensors = stages.ended[source].tensors
  if case .transform(let map) = part.action { return map(tensors) }
  return tensors
}

/// Searches for a critical point. False when it was interrupted; it is saved then.
private func search(
  _ content: CriticalPointContent, _ part: StagePart, _ trainer: inout Trainer, _ session: inout Session, _ stages: inout StagedState,
  _ writer: inout BundleWriter, _ options: RunOptions, limit: Int, clock: () -> Double, isCancelled: () -> Bool,
  progress: (RunProgress) -> Void
) throws(RunFailure) -> Bool {
  var search = CriticalPointSearch(content, session)
  if let notes = stages.search { search.resume(notes) } else { try trainer.observe(session, isEnd: false, writer: &writer) }
  let from = search.steps
  var lastSnapshot = clock()
  while !search.advance(&session) {
    trainer.state.step = search.steps
    let isAsked = isCancelled() || search.steps - from >= limit
    if isAsked || clock() - lastSnapshot >= options.snapshotInterval {
      stages.search = search.notes
      try save(trainer, session, beside: stages, &writer)
      if isAsked { return false }
      lastSnapshot = clock()
    }
    progress(trainer.progress(upTo: part.maximumSteps))
  }
  guard search.best != nil || content.mayFail else {
    throw .noCriticalPoint(
      stage: part.name, attempts: content.attempts, gradientNorm: search.gradientNorm, wanted: content.gradientNorm, origin: part.origin)
  }
  trainer.state.step = max(1, search.steps)
  try trainer.observe(session, isEnd: true, writer: &writer)
  return true
}
