import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Which of several stages a spec is that of.
struct StagePlace: Sendable {
  let name: String
  let isFirst: Bool
  let isLast: Bool
  /// Whether it starts from the initializers.
  let isFresh: Bool
  /// Parameters of every model of the spec: `init` may speak of those of others too.
  let known: [ParameterDeclaration]
}

extension Spec {
  /// The moments of a schedule. Those of a stage among several: its own steps, the start where it is the first, its end where it is the
  /// last or named.
  func moments(of schedule: any Schedule, _ bounds: StageBounds) -> Moments {
    let all = schedule.moments(bounds)
    guard let place else { return all }
    return Moments(
      steps: place.isFirst ? all.steps : all.steps.filter { $0 > 0 },
      atEnd: all.after.contains(place.name) || (all.atEnd && place.isLast))
  }

  /// The graph of an experiment with stages.
  func loweredStages(
    _ datasets: [LoweredData], _ training: LoweredData, _ site: LoweringSite, _ diagnostics: inout Diagnostics
  ) -> ExperimentGraph? {
    checkStageNames(stages.map(\.name.value), &diagnostics)
    for stage in stages where ["start", "end"].contains(stage.name.value) {
      diagnostics.report(
        Diagnostic(
          .invalidName, "a stage called `\(stage.name.value)` could not be told from the \(stage.name.value) of the experiment",
          at: stage.name.range, help: "give it another name"))
    }
    guard let all = lowerModels(training, &diagnostics) else { return nil }
    var lowered: [LoweredStage] = []
    // Once a stage is wrong, those behind it are judged by themselves, as far as what they start from is known.
    var isSound = true
    for (index, stage) in stages.enumerated() {
      let source = source(of: stage, at: index, &diagnostics)
      if let place = source?.index, place >= lowered.count { continue }
      guard let source,
        let ground = ground(of: stage.value.value.origin, from: source.index.map { lowered[$0].end }, among: all, &diagnostics),
        let plan = plan(of: stage, from: source.index, on: ground, &diagnostics)
      else {
        isSound = false
        continue
      }
      guard isSound else { continue }
      guard let found = self.lowered(stage, plan, at: index, from: source.index, on: ground, all, (datasets, training, site), &diagnostics)
      else { return nil }
      lowered.append(found)
    }
    return diagnostics.hasErrors ? nil : assembled(lowered, datasets, &diagnostics)
  }

  /// A stage, and the model that it ends with.
  private struct LoweredStage {
    let part: StagePart
    let model: ModelSpec
    var end: StageGround {
      let content = part.experiment.model
      return StageGround(name: part.model, spec: model, layers: content.layers, input: content.inputShape)
    }
  }

  /// What a stage starts from.
  private enum Source {
    case initializers
    case stage(Int)

    /// The place of the stage, if it is one.
    var index: Int? {
      if case .stage(let index) = self { index } else { nil }
    }
  }

  /// What a stage starts from; reports a name that is none, or stands later.
  private func source(of stage: Named<Built<any Stage>>, at index: Int, _ diagnostics: inout Diagnostics) -> Source? {
    guard let name = stage.value.value.origin.stage else { return index == 0 ? .initializers : .stage(index - 1) }
    if name.value == "start" { return .initializers }
    let words = EarlierName(code: .unknownStage, noun: "stage", can: "start from", does: "starts from", others: ["start"])
    return words.place(of: name, before: index, in: stages.map(\.name), &diagnostics).map { .stage($0) }
  }

  /// What a stage does on the model that it begins with; reports what does not fit it.
  private func plan(
    of stage: Named<Built<any Stage>>, from source: Int?, on ground: StageGround, _ diagnostics: inout Diagnostics
  ) -> StagePlan? {
    let site = StageSite(model: ground.spec, layers: ground.layers, input: ground.input, range: stage.value.range)
    guard let plan = stage.value.value.plan(site, &diagnostics) else { return nil }
    let action = plan.action
    if case .criticalPoint(let search) = action, search.attempts > 1, source != nil {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "restarts draw the parameters anew, and this stage starts from those of another", at: stage.value.range,
          help: "write `from: start`, or leave `restarts` out"))
      return nil
    }
    if case .criticalPoint = action, precision == .float32 {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "a critical point is found to the last digits only in `float64`, and this spec has `precision: float32`",
          at: stage.value.range, help: "write `precision: float64`"))
    }
    return plan
  }

  /// One stage on the model that it begins with.
  private func lowered(
    _ stage: Named<Built<any Stage>>, _ plan: StagePlan, at index: Int, from source: Int?, on ground: StageGround, _ all: [StageGround],
    _ common: (datasets: [LoweredData], training: LoweredData, site: LoweringSite), _ diagnostics: inout Diagnostics
  ) -> LoweredStage? {
    let meaning = stage.value.value
    let action = plan.action
    var spec = self
    spec.model = plan.model
    spec.train = Located(meaning.training ?? .idle(at: stage.value.range), at: stage.value.range)
    spec.place = StagePlace(
      name: stage.name.value, isFirst: index == 0, isLast: index == stages.count - 1, isFresh: source == nil,
      known: all.flatMap(\.parameters))
    guard var graph = spec.lowered(common.datasets, common.training, common.site, &diagnostics) else { return nil }
    let data = common.training.name.value
    if case .criticalPoint(let search) = action {
      graph.stageNeeds = [.output(dataset: data), .jacobian(dataset: data)]
      if search.method == .newton { graph.stageNeeds.append(.hessian(dataset: data)) }
    }
    let part = StagePart(
      name: stage.name.value, kind: stage.value.kind.value, summary: stage.value.text, action: action, source: source,
      model: ground.name, experiment: graph, origin: stage.name.range)
    return LoweredStage(part: part, model: plan.model)
  }

  /// Reports stages that a schedule names and that are not there.
  func checkStageNames(_ known: [String], _ diagnostics: inout Diagnostics) {
    let schedules = [metrics.at, checkpoints.at] + probes.map(\.value.at)
    for name in schedules.flatMap(\.value.stages) where !known.contains(name.value) {
      diagnostics.report(.unknownStage(name.value, at: name.range, among: known, alone: "this spec has one stage; write `end`"))
    }
  }

  /// The whole: data, stages one after another, and what is said of all of them.
  private func assembled(
    _ stages: [LoweredStage], _ datasets: [LoweredData], _ diagnostics: inout Diagnostics
  ) -> ExperimentGraph? {
    let parts = stages.map(\.part)
    let last = parts[parts.count - 1].experiment
    // The steps of the first stage count from 0; those of later ones follow, at numbers that are known only then.
    let bounds = parts[0].experiment.training.bounds
    func whole(_ schedule: any Schedule) -> Moments { schedule.moments(bounds) }
    var graph = ExperimentGraph(
      title: title, seed: UInt64(seed), precision: precision, checkpoints: whole(checkpoints.at.value),
      metricMoments: whole(metrics.at.value))
    graph.stages = parts
    var data: [(name: String, id: VertexID)] = []
    for dataset in datasets {
      data.append(
        (dataset.name.value,
          graph.add(dataset.name.value, dataset.summary, .dataset(dataset.content), needs: [], origin: dataset.name.range)))
    }
    var ends: [VertexID] = []
    for (index, part) in parts.enumerated() {
      let model = graph.add(
        index == 0 ? "model" : "model of \(part.name)", "loss: \(stages[index].model.loss.text)", .model(part.experiment.model), needs: [],
        origin: part.origin)
      let starts = part.experiment.initializers.map {
        graph.add($0.parameter, $0.summary, .initializer($0), needs: [model], origin: part.origin)
      }
      let needs = data.map(\.id) + [model] + starts + (part.source.map { [ends[$0]] } ?? [])
      ends.append(graph.add(part.name, part.summary, .stage(part), needs: needs, origin: part.origin))
    }
    var recorded: [(name: String, id: VertexID)] = []
    var metrics: [(content: MetricContent, origin: SourceRange)] = []
    for metric in last.metrics {
      let origin = self.metrics.record.first { $0.value == metric.name }?.range ?? parts[0].origin
      recorded.append((metric.name, graph.add(metric.name, "", .metric(metric), needs: ends, origin: origin)))
      metrics.append((metric, origin))
    }
    var observed: [ProbeContent] = []
    for probe in probes {
      let name = probe.name.value
      let places = parts.indices.filter { index in parts[index].experiment.probes.contains { $0.name == name } }
      guard let place = places.first, let found = parts[place].experiment.probes.first(where: { $0.name == name }) else { continue }
      let content = found.recorded(at: whole(probe.value.at.value))
      observed.append(content)
      recorded.append(
        (name, graph.add(name, content.summary, .probe(content), needs: places.map { ends[$0] }, origin: content.origin)))
    }
    for claim in lowerClaims(metrics, observed, bounds, parts, &diagnostics) {
      let needs = recorded.filter { item in claim.reads.contains { $0 == item.name || $0.hasPrefix(item.name + ".") } }
      graph.add(claim.statement.name, claim.statement.summary, .claim(claim), needs: needs.map(\.id), origin: claim.origin)
    }
    lowerFigures(&graph, &diagnostics)
    return diagnostics.hasErrors ? nil : graph
  }
}

extension Diagnostic {
  /// What the name of a stage gets that is not there.
  /// - Parameters:
  ///   - others: further words that could stand there, for suggestions.
  ///   - alone: the help where there is one stage.
  static func unknownStage(
    _ name: String, at range: SourceRange, among stages: [String], beside others: [String] = [], alone: String
  ) -> Diagnostic {
    Diagnostic(
      .unknownStage, "there is no stage called `\(name)`", at: range,
      help: spellingHelp(for: name, among: stages + others) ?? (stages.isEmpty ? alone : "stages: \(quotedNames(stages))"))
  }
}
