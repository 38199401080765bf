import ExperimentGraph
import Grammar
import SourceDiagnostics

extension Spec {
  /// Steps and epochs of the training stage.
  func lowerBounds(samples: Int, _ diagnostics: inout Diagnostics) -> StageBounds? {
    let batch = batchSize(samples: samples, &diagnostics)
    let limit = limit(&diagnostics)
    guard let batch, let limit else { return nil }
    let stepsPerEpoch = (samples + batch - 1) / batch
    let epochLimit = limit.epochs.map { $0 * stepsPerEpoch }
    return StageBounds(
      maximumSteps: min(limit.steps ?? .max, epochLimit ?? .max), stepsPerEpoch: stepsPerEpoch)
  }

  private func batchSize(samples: Int, _ diagnostics: inout Diagnostics) -> Int? {
    let batch = train.value.batch
    guard case .samples(let count) = batch.value else { return samples }
    guard count <= samples else {
      diagnostics.report(
        Diagnostic(
          .batchTooLarge, "a batch of \(count) is larger than the training data of \(samples) samples",
          at: batch.range, help: "use `full` or at most \(samples)"))
      return nil
    }
    return count
  }

  /// The stop rules that bound the run before it starts: every experiment ends.
  private func limit(_ diagnostics: inout Diagnostics) -> (steps: Int?, epochs: Int?)? {
    var steps: Int?
    var epochs: Int?
    for rule in train.value.stop.value {
      switch rule.value {
      case .steps(let count): steps = count
      case .epochs(let count): epochs = count
      case .loss, .accuracy, .time: break
      }
    }
    if steps == nil && epochs == nil {
      diagnostics.report(
        Diagnostic(
          .missingKey, "nothing bounds the training: give `steps` or `epochs` beside the other rules",
          at: train.value.stop.range, help: "add `steps: 100000`"))
      return nil
    }
    return (steps, epochs)
  }

  /// The training stage.
  func lowerTraining(
    _ model: ModelContent, _ data: LoweredData, _ bounds: StageBounds, _ scales: InitialScales?, _ diagnostics: inout Diagnostics
  ) -> TrainingContent? {
    guard let batch = batchSize(samples: data.content.count, &diagnostics) else { return nil }
    let train = train.value
    let rate = train.optimizer.value.learningRate
    if let rate, let misfit = rate.value.misfit {
      diagnostics.report(Diagnostic(misfit.code, misfit.message, at: rate.range, help: misfit.help))
    }
    let search = rate.flatMap { rate in
      rate.value.search.flatMap { rateSearch($0, at: rate.range, model, scales, data, &diagnostics) }
    }
    let stop = stopRules(data, bounds, &diagnostics)
    return TrainingContent(
      dataset: data.name.value,
      optimizer: train.optimizer.value.content(summary: train.optimizer.text, bounds: bounds, start: search?.start),
      batchSize: batch, shuffles: train.shuffles && batch < data.content.count,
      stop: stop, judged: judgedMetrics(stop, data), nonfinite: train.nonfinite, search: search,
      flow: lowerFlow(model, scales, &diagnostics), bounds: bounds,
      origin: self.train.range)
  }

  /// The search for a learning rate that the spec leaves open.
  private func rateSearch(
    _ rate: AutoRate, at range: SourceRange, _ model: ModelContent, _ scales: InitialScales?, _ data: LoweredData,
    _ diagnostics: inout Diagnostics
  ) -> RateSearch? {
    let train = train.value
    if case .samples = train.batch.value {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "`auto` judges the loss of all samples, and an update here uses a part of them", at: range,
          related: [Label(train.batch.range, "the batch")], help: "use `batch: full`, or state the learning rate"))
      return nil
    }
    if let noisy = model.layers.first(where: { !$0.masks.isEmpty }) {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "`auto` halves the rate when the loss rises, which with the noise of `\(noisy.name)` it may at any rate",
          at: range, related: [Label(noisy.origin, "drawn anew for every update")], help: "state the learning rate"))
      return nil
    }
    guard train.optimizer.value.descends else {
      let kind = train.optimizer.kind
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "`auto` halves the rate when the loss rises, which under `\(kind.value)` it may at any rate", at: range,
          related: [Label(kind.range, "the optimizer")], help: "use `gradient_descent`, or state the learning rate"))
      return nil
    }
    if let start = rate.start { return RateSearch(start: start, precision: precision) }
    guard let scales, let loss = self.model.loss.value as? MeanSquaredError, data.content.targetShape == [1] else {
      diagnostics.report(
        Diagnostic(
          .missingKey,
          "`auto` does not say where it starts, and only the scales of a two-layer network with one output and `mse` would tell", at: range,
          help: "write `{auto: {start: 0.1}}`"))
      return nil
    }
    let start = scales.rate(step: rate.step, factor: loss.factor)
    if start > 0 && start.isFinite { return RateSearch(start: start, precision: precision) }
    diagnostics.report(
      Diagnostic(
        .outOfRange, "the first rate that follows from the initial scales is \(start)", at: range, help: "write `{auto: {start: 0.1}}`"))
    return nil
  }

  private func stopRules(
    _ data: LoweredData, _ bounds: StageBounds, _ diagnostics: inout Diagnostics
  ) -> StopRules {
    var lossBelow: Double?
    var accuracyReached: Double?
    var countsEpochs = false
    for rule in train.value.stop.value {
      switch rule.value {
      case .steps, .time: break
      case .epochs(let count): countsEpochs = count * bounds.stepsPerEpoch == bounds.maximumSteps
      case .loss(let below): lossBelow = below
      case .accuracy(let atLeast):
        accuracyReached = atLeast
        if data.content.classes == nil {
          diagnostics.report(
            Diagnostic(
              .unknownMetric, "training cannot stop at an accuracy: the training data has numbers, not classes",
              at: rule.range, help: "stop at a `loss` instead"))
        }
      }
    }
    return StopRules(
      maximumSteps: bounds.maximumSteps, countsEpochs: countsEpochs, lossBelow: lossBelow,
      accuracyReached: accuracyReached)
  }

  /// The metrics of the training data behind the stop rules, under the names a spec would record them by.
  private func judgedMetrics(_ stop: StopRules, _ data: LoweredData) -> [JudgedMetric] {
    func metric(_ kind: String, _ meaning: any Metric) -> MetricContent {
      meaning.content(called: "\(data.name.value).\(kind)", dataset: data.name.value)
    }
    var judged: [JudgedMetric] = []
    if stop.lossBelow != nil { judged.append(JudgedMetric(.loss, metric("loss", LossMetric()))) }
    if stop.accuracyReached != nil { judged.append(JudgedMetric(.accuracy, metric("accuracy", Accuracy()))) }
    return judged
  }
}
