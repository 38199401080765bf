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
}

/// Runs a training stage, with what is recorded in between.
///
/// Everything that decides a number is a function of the step: a trainer started at step k from saved parameters goes on exactly as the one
/// that saved them.
package struct Trainer {
  let experiment: ExperimentGraph
  let observer: Observer
  private let order: SampleOrder
  private let batches: Portions
  private let judgement: EpochJudgement?
  /// The order of the epoch in `orderEpoch`.
  private var rows: [Int32] = []
  private var orderEpoch = -1

  package internal(set) var state: TrainingState
  var records: RunRecords

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
  }

  /// A trainer at the beginning of the training.
  package init(_ experiment: ExperimentGraph, _ programs: ExperimentPrograms) {
    self.init(experiment, programs, state: TrainingState(), records: RunRecords(experiment))
  }

  /// Records what is due at the present step. `isEnd` must be right: what asks for the end is recorded once.
  mutating func observe(
    _ session: borrowing Session, isEnd: Bool, writer: inout BundleWriter
  ) throws(RunFailure) {
    try observer.observe(session, step: state.step, isEnd: isEnd, into: &records, writer: &writer)
  }

  /// The next step at which something may be recorded.
  var nextMoment: Int { observer.nextMoment(after: state.step) }

  /// Whether training ends before any update: a spec may ask for none.
  var endsAtStart: Bool { experiment.training.stop.maximumSteps == 0 }

  /// Updates until `target` of them are complete or training ends, whichever comes first.
  package mutating func advance(_ session: inout Session, to target: Int) throws(RunFailure) {
    let stage = experiment.training
    let perEpoch = batches.portionCount
    let last = min(target, stage.stop.maximumSteps)
    while state.stop == nil && state.step < last {
      let epoch = state.step / perEpoch
      let endsWithEpoch = perEpoch > 1 || judgement != nil
      let end = endsWithEpoch ? min(last, (epoch + 1) * perEpoch) : last
      takeOrder(ofEpoch: epoch)
      let place = state.step % perEpoch
      let first = min(place * batches.size, rows.count)
      let step = state.step
      let updates = rows.withUnsafeBufferPointer { rows in
        session.update(from: step + 1, through: end, rows: UnsafeBufferPointer(rebasing: rows[first...]))
      }
      state.loss = updates.loss
      state.step += updates.count
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
    }
  }
}

extension Trainer {
  /// Has the rows of an epoch ready, unless every update takes them all.
  private mutating func takeOrder(ofEpoch epoch: Int) {
    if batches.portionCount == 1 || epoch == orderEpoch || (!rows.isEmpty && !order.shuffles) { return }
    rows = order.rows(ofEpoch: epoch)
    orderEpoch = epoch
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
  var progress: RunProgress {
    let bounds = experiment.training.bounds
    let last = records.metrics.last
    return RunProgress(
      step: state.step, maximumSteps: bounds.maximumSteps, stepsPerEpoch: bounds.stepsPerEpoch, loss: state.loss,
      metrics: zip(experiment.metrics, last?.values ?? []).map { (name: $0.name, value: $1) })
  }
}
