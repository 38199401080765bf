import ExperimentGraph
import Results

/// Where training stands between two updates.
struct TrainingState: Sendable, Equatable {
  /// Completed updates.
  var step = 0
  /// Loss of the last batch, before its update.
  var loss: Double?
  /// Why it ended; nil while it goes on.
  var stop: StopReason?
}

/// Runs a training stage update by update, with what is recorded in between.
///
/// Everything that decides a number is a function of the step: a trainer started at step k from saved parameters goes on exactly as the one
/// that saved them.
struct Trainer {
  let experiment: ExperimentGraph
  let observer: Observer
  private let order: SampleOrder
  private let batches: Portions
  /// The order of the epoch in `orderEpoch`.
  private var rows: [Int32] = []
  private var orderEpoch = -1

  var state: TrainingState
  var records: RunRecords

  init(_ experiment: ExperimentGraph, state: TrainingState, records: RunRecords) {
    self.experiment = experiment
    self.state = state
    self.records = records
    observer = Observer(experiment: experiment)
    let stage = experiment.training
    let data = experiment.trainingData
    order = SampleOrder(seed: experiment.seed, count: data.count, shuffles: stage.shuffles)
    batches = Portions(count: data.count, size: stage.batchSize)
  }

  /// Records what is due at the present step. `isEnd` must be right: what asks for the end is recorded once.
  mutating func observe(
    _ session: borrowing Session, isEnd: Bool, writer: inout BundleWriter
  ) throws(RunFailure) {
    try observer.observe(session, step: state.step, isEnd: isEnd, into: &records, writer: &writer)
  }

  /// Whether training ends before any update: a spec may ask for none.
  var endsAtStart: Bool { experiment.training.stop.maximumSteps == 0 }

  /// One update, and the decision whether it was the last.
  mutating func advance(_ session: borrowing Session) throws(RunFailure) {
    let stage = experiment.training
    let perEpoch = batches.portionCount
    let epoch = state.step / perEpoch
    if epoch != orderEpoch {
      rows = order.rows(ofEpoch: epoch)
      orderEpoch = epoch
    }
    let loss = session.update(rows: rows[batches.range(state.step % perEpoch)], step: state.step + 1)
    state.loss = loss
    guard loss.isFinite else {
      if stage.nonfinite == .fail {
        throw .nonfinite(session.findNonfinite(samples: batches.range(state.step % perEpoch).count, step: state.step))
      }
      state.stop = .divergence
      return
    }
    state.step += 1
    var quantities: EpochQuantities?
    if stage.stop.judgesEpochs, state.step % perEpoch == 0 { quantities = epochQuantities(session) }
    state.stop = stage.stop.reason(afterStep: state.step, quantities: quantities)
  }

  private func epochQuantities(_ session: borrowing Session) -> EpochQuantities {
    let stage = experiment.training
    guard let evaluation = session.programs.evaluations.first(where: { $0.dataset == stage.dataset }) else {
      preconditionFailure("a stop rule's quantities are computed on the training data")
    }
    let means = session.means(evaluation)
    func value(_ kind: JudgedMetric.Quantity) -> Double? {
      guard let judged = stage.judged.first(where: { $0.quantity == kind })?.metric else { return nil }
      return evaluation.metrics.firstIndex { $0.name == judged.name }.map { means[$0] }
    }
    return EpochQuantities(loss: value(.loss), accuracy: value(.accuracy))
  }
}

extension Trainer {
  /// How far training is, for people who watch.
  func progress(isRecording: Bool) -> RunProgress {
    let bounds = experiment.training.bounds
    let last = records.metrics.last
    return RunProgress(
      step: state.step, maximumSteps: bounds.maximumSteps, stepsPerEpoch: bounds.stepsPerEpoch, loss: state.loss,
      metrics: zip(experiment.metrics, last?.values ?? []).map { (name: $0.name, value: $1) },
      isRecording: isRecording)
  }
}
