import ExperimentGraph
import Results

/// Where training stands between two updates.
package struct TrainingState: Sendable, Equatable {
  /// Completed updates.
  package internal(set) var step = 0
  /// Loss of the last batch, before its update.
  package internal(set) var loss: Double?
  /// Why it ended; nil while it goes on.
  package internal(set) var stop: StopReason?
  /// The root of the loss of the initial parameters, where a learning rate is searched for and the first update has shown it.
  package internal(set) var firstRoot: Double?
  /// How far the flow has come, where one is followed.
  var clock: FlowClock?
  /// How often the learning rate has been halved.
  package internal(set) var halvings = 0
  /// Whether the loss has risen: the training is to start again with half the rate.
  package internal(set) var hasRisen = false
}

/// Runs a training stage, with what is recorded in between.
///
/// Everything that decides a number is a function of the step: a trainer started at step k from saved parameters goes on exactly as the one
/// that saved them.
package struct Trainer {
  let experiment: ExperimentGraph
  var observer: Observer
  private let order: SampleOrder
  private let batches: Portions
  private let judgement: EpochJudgement?
  /// The order of the epoch in `orderEpoch`.
  private var rows: [Int32] = []
  private var orderEpoch = -1

  package internal(set) var state: TrainingState
  var records: RunRecords
  private var elapsed: ElapsedTime

  init(
    _ experiment: ExperimentGraph, _ programs: ExperimentPrograms, state: TrainingState, records: RunRecords
  ) {
    self.experiment = experiment
    self.state = state
    self.records = records
    observer = Observer(experiment: experiment)
    let stage = experiment.training
    order = SampleOrder(seed: experiment.seed, count: experiment.trainingData.count, shuffles: stage.shuffles)
    batches = programs.batches
    judgement = EpochJudgement(stage, programs)
    elapsed = ElapsedTime(stage.optimizer, halvings: state.halvings)
  }

  /// A trainer at the beginning of the training.
  package init(_ experiment: ExperimentGraph, _ programs: ExperimentPrograms) {
    self.init(experiment, programs, state: TrainingState(), records: RunRecords(experiment))
  }

  /// Records what is due at the present step. `isEnd` must be right: what asks for the end is recorded once.
  mutating func observe(
    _ session: borrowing Session, isEnd: Bool, writer: inout BundleWriter
  ) throws(RunFailure) {
    try observer.observe(session, step: state.step, progress: progressTensor, isEnd: isEnd, into: &records, writer: &writer)
  }

  /// What `ProbeNeed.progress` is.
  private var progressTensor: ProbedTensor {
    mutating get {
      if let flow = experiment.training.flow {
        let clock = state.clock ?? FlowClock(step: flow.firstStep)
        return ProbedTensor(shape: [2], values: [clock.time, clock.step])
      }
      let (time, rate) = elapsed.value(at: state.step)
      return ProbedTensor(shape: [2], values: [time, rate])
    }
  }

  /// The next step at which something may be recorded.
  var nextMoment: Int { observer.nextMoment(after: state.step) }

  /// Whether training ends before any update: a spec may ask for none.
  var endsAtStart: Bool { experiment.training.stop.maximumSteps == 0 }

  /// Updates until `target` of them are complete, training ends, or the loss has risen where a learning rate is searched for; whichever
  /// comes first.
  package mutating func advance(_ session: inout Session, to target: Int) throws(RunFailure) {
    let stage = experiment.training
    let perEpoch = batches.portionCount
    let last = min(target, stage.stop.maximumSteps)
    var watch = watch
    while state.stop == nil && !state.hasRisen && state.step < last {
      let epoch = state.step / perEpoch
      let endsWithEpoch = perEpoch > 1 || (judgement != nil && watch.reach < 0)
      let end = endsWithEpoch ? min(last, (epoch + 1) * perEpoch) : last
      takeOrder(ofEpoch: epoch)
      let place = state.step % perEpoch
      let first = min(place * batches.size, rows.count)
      let step = state.step
      let updates: Updates
      if let flow = stage.flow {
        var clock = state.clock ?? FlowClock(step: flow.firstStep)
        updates = session.follow(flow, from: step + 1, through: end, &clock, &watch)
        state.clock = clock
      } else {
        updates = rows.withUnsafeBufferPointer { rows in
          session.update(from: step + 1, through: end, rows: UnsafeBufferPointer(rebasing: rows[first...]), &watch)
        }
      }
      if step == 0 && stage.search != nil && updates.count > 0 { state.firstRoot = watch.slack / watch.tolerance }
      state.step += updates.count
      state.hasRisen = updates.hasRisen
      if updates.hasRisen { return }
      if let clock = state.clock, clock.isStuck {
        if stage.nonfinite == .fail { throw .stuck(step: state.step, time: clock.time) }
        state.stop = .divergence
        return
      }
      state.loss = updates.loss
      guard updates.loss.isFinite else {
        if stage.nonfinite == .fail {
          let samples = batches.range(state.step % perEpoch).count
          throw .nonfinite(session.findNonfinite(samples: samples, step: state.step))
        }
        state.stop = .divergence
        return
      }
      let isEpochEnd = state.step % perEpoch == 0
      state.stop = stage.stop.reason(afterStep: state.step, quantities: isEpochEnd ? judgement?.quantities(session) : nil)
      if let flow = stage.flow, let clock = state.clock, clock.time >= flow.endTime, state.stop == nil || state.stop == .steps {
        state.stop = .time
      }
    }
  }
}

extension Trainer {
  /// What is watched for at every update from here on.
  ///
  /// With all samples in every batch and no noise, the loss that update k + 1 begins with is that after k updates: while it is well
  /// above the limit of the stop rule, the training loss over all samples, which is the same sum in another order, is above it too
  /// and need not be computed.
  private var watch: LossWatch {
    let stage = experiment.training
    var watch = LossWatch()
    if experiment.judgesByUpdates, let limit = stage.stop.lossBelow {
      watch.reach = limit * (1 + Self.lossMargin)
    }
    guard let search = stage.search else { return watch }
    watch.tolerance = search.tolerance
    watch.slack = state.firstRoot.map { $0 * search.tolerance } ?? -1
    if let loss = state.loss { watch.largestRoot = loss.squareRoot() + watch.slack }
    return watch
  }

  /// Share by which two sums of the losses of all samples surely differ less.
  private static let lossMargin = 1e-3

  /// Starts again from the initial parameters with half the learning rate; nothing is recorded any more. When the rate has been halved
  /// often enough, it ends as after a loss that is not finite.
  package mutating func restart(_ session: inout Session) throws(RunFailure) {
    guard let search = experiment.training.search else { preconditionFailure("a training that restarts has a rate to search for") }
    state.hasRisen = false
    if state.halvings == RateSearch.mostHalvings {
      guard experiment.training.nonfinite == .record else { throw .unstable(rate: search.rate(halvings: state.halvings)) }
      state.stop = .divergence
      return
    }
    let halvings = state.halvings + 1
    state = TrainingState()
    state.halvings = halvings
    records = RunRecords(experiment)
    elapsed = ElapsedTime(experiment.training.optimizer, halvings: halvings)
    session.initialize()
    session.scalars.halve(halvings)
  }

  /// Has the rows of an epoch ready, unless every update takes them all.
  private mutating func takeOrder(ofEpoch epoch: Int) {
    if batches.portionCount == 1 || epoch == orderEpoch || (!rows.isEmpty && !order.shuffles) { return }
    rows = order.rows(ofEpoch: epoch)
    orderEpoch = epoch
  }
}

extension ExperimentGraph {
  /// Whether the losses that updates begin with say when the loss rule has to look.
  var judgesByUpdates: Bool {
    training.bounds.stepsPerEpoch == 1 && model.masks.isEmpty && training.stop.accuracyReached == nil && training.stop.lossBelow != nil
  }
}

/// Where the stop rules find what they look at.
private struct EpochJudgement {
  private let evaluation: Int
  private let loss: Int?
  private let accuracy: Int?

  /// Nil if the rules only count.
  init?(_ stage: TrainingContent, _ programs: ExperimentPrograms) {
    guard stage.stop.judgesEpochs else { return nil }
    guard let number = programs.evaluations.firstIndex(where: { $0.dataset == stage.dataset }) else {
      preconditionFailure("a stop rule's quantities are computed on the training data")
    }
    func place(_ kind: JudgedMetric.Quantity) -> Int? {
      guard let judged = stage.judged.first(where: { $0.quantity == kind })?.metric else { return nil }
      return programs.evaluations[number].metrics.firstIndex { $0.name == judged.name }
    }
    evaluation = number
    loss = place(.loss)
    accuracy = place(.accuracy)
  }

  func quantities(_ session: borrowing Session) -> EpochQuantities {
    let means = session.means(evaluation)
    return EpochQuantities(loss: loss.map { means[$0] }, accuracy: accuracy.map { means[$0] })
  }
}

extension Trainer {
  /// How far training is, for people who watch.
  var progress: RunProgress { progress(upTo: experiment.training.bounds.maximumSteps) }

  /// The same for what makes at most so many steps.
  func progress(upTo most: Int) -> RunProgress {
    let last = records.metrics.last
    return RunProgress(
      step: observer.offset + state.step, maximumSteps: observer.offset + most,
      stepsPerEpoch: experiment.training.bounds.stepsPerEpoch, loss: state.loss,
      metrics: zip(experiment.metrics, last?.values ?? []).map { (name: $0.name, value: $1) })
  }
}
