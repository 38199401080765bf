import DataStore
import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics
import TensorGraph

/// What lowering may look at beside the spec.
package struct LoweringSite: Sendable {
  /// Folder that relative paths of the spec start from.
  package let folder: String
  /// Where stored data sets are kept.
  package let cache: DataCache
  /// Threads that read the points of a sweep; `--threads` is about what is computed.
  package let threads: Int

  package init(folder: String, cache: DataCache, threads: Int = 1) {
    self.folder = folder
    self.cache = cache
    self.threads = threads
  }
}

extension Spec {
  /// The experiment graph of this spec. Everything the user wrote is judged here or before: shapes, layers, names, moments.
  ///
  /// - Returns: nil when anything was reported as an error.
  package func lowered(_ site: LoweringSite, _ diagnostics: inout Diagnostics) -> ExperimentGraph? {
    let datasets = lowerData(site, &diagnostics)
    guard let training = trainingData(datasets, &diagnostics) else { return nil }
    if let emptyStages {
      diagnostics.report(
        Diagnostic(
          .missingKey, "there are no stages", at: emptyStages, help: "add one, such as `first: {critical_point: {}}`, or `train:`"))
      return nil
    }
    if !stages.isEmpty { return loweredStages(datasets, training, site, &diagnostics) }
    if let several = models.first {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "`models` are for stages to choose from, and this spec has none", at: several.name.range,
          help: "write one under `model:`, or `stages:` in place of `train:`"))
    }
    checkStageNames([], &diagnostics)
    return lowered(datasets, training, site, &diagnostics)
  }

  /// The experiment of a spec with one stage, or of one stage of several.
  func lowered(
    _ datasets: [LoweredData], _ training: LoweredData, _ site: LoweringSite, _ diagnostics: inout Diagnostics
  ) -> ExperimentGraph? {
    let model = lowerModel(input: training.content, &diagnostics)
    let bounds = lowerBounds(samples: training.content.count, &diagnostics)
    // Judged before the rest, which means nothing without a model.
    let metrics = lowerMetrics(datasets, &diagnostics)
    guard let model, let bounds else { return nil }

    guard checkMoments(bounds, &diagnostics) else { return nil }
    let initializers = place?.isFresh ?? true ? lowerInitializers(model, site, &diagnostics) : []
    let scales = initialScales(model, initializers.map(\.drawn))
    let stage = lowerTraining(model, training, bounds, scales, &diagnostics)
    let (probes, added) = lowerProbes(model, datasets, scales, bounds, &diagnostics)
    let claims = place == nil ? lowerClaims(metrics, probes, bounds, [], &diagnostics) : []
    guard !diagnostics.hasErrors, let stage else { return nil }

    var graph = ExperimentGraph(
      title: title, seed: UInt64(seed), precision: precision, checkpoints: moments(of: checkpoints.at.value, bounds),
      metricMoments: moments(of: self.metrics.at.value, bounds))
    graph.scales = scales
    graph.measuresOnly = measuresOnly
    assemble(&graph, datasets + added, model, initializers, stage, metrics, probes, claims)
    if place == nil { lowerFigures(&graph, &diagnostics) }
    return diagnostics.hasErrors ? nil : graph
  }

  /// A dataset of the spec that could be lowered.
  struct LoweredData {
    let name: Located<String>
    let summary: String
    let content: DatasetContent
  }

  private func trainingData(_ datasets: [LoweredData], _ diagnostics: inout Diagnostics) -> LoweredData? {
    if let found = datasets.first(where: { $0.name.value == "train" }) { return found }
    if !data.contains(where: { $0.name.value == "train" }) {
      diagnostics.report(
        Diagnostic(
          .unknownData, "there is no dataset called `train`: training needs one", at: data.first?.name.range ?? train.range,
          help: data.isEmpty ? "add `train:` under `data:`" : "name the dataset to train on `train`"))
    }
    return nil
  }

  // The arguments are the lowered parts of one experiment, in the order of the graph.
  private func assemble(
    _ graph: inout ExperimentGraph, _ datasets: [LoweredData], _ model: ModelContent,
    _ initializers: [LoweredInitializer], _ stage: TrainingContent,
    _ metrics: [(content: MetricContent, origin: SourceRange)], _ probes: [ProbeContent],
    _ claims: [ClaimContent]
  ) {
    var dataVertices: [(name: String, id: VertexID)] = []
    for dataset in datasets {
      let id = graph.add(
        dataset.name.value, dataset.summary, .dataset(dataset.content), needs: [], origin: dataset.name.range)
      dataVertices.append((dataset.name.value, id))
    }
    func data(_ name: String) -> [VertexID] { dataVertices.filter { $0.name == name }.map(\.id) }

    let modelVertex = graph.add(
      "model", "loss: \(self.model.loss.text)", .model(model), needs: [], origin: self.model.loss.range)
    let initializerVertices = initializers.map { item in
      graph.add(
        item.content.parameter, item.content.summary, .initializer(item.content), needs: [modelVertex],
        origin: item.origin)
    }
    let optimizer = graph.add(
      train.value.optimizer.kind.value, train.value.optimizer.text, .optimizer(stage.optimizer), needs: [modelVertex],
      origin: train.value.optimizer.range)
    let stageVertex = graph.add(
      "train", "batch \(stage.batchSize), at most \(stage.bounds.maximumSteps) steps", .training(stage),
      needs: data(stage.dataset) + [modelVertex] + initializerVertices + [optimizer], origin: stage.origin)

    var recorded: [(name: String, id: VertexID)] = []
    for metric in metrics {
      let id = graph.add(
        metric.content.name, "", .metric(metric.content), needs: [stageVertex] + data(metric.content.dataset),
        origin: metric.origin)
      recorded.append((metric.content.name, id))
    }
    for probe in probes {
      let read = dataVertices.filter { item in probe.needs.contains { $0.dataset == item.name } }
      let id = graph.add(
        probe.name, probe.summary, .probe(probe), needs: [stageVertex] + read.map(\.id), origin: probe.origin)
      recorded.append((probe.name, id))
    }
    for claim in claims {
      let needs = recorded.filter { item in
        claim.reads.contains { $0 == item.name || $0.hasPrefix(item.name + ".") }
      }
      graph.add(claim.statement.name, claim.statement.summary, .claim(claim), needs: needs.map(\.id), origin: claim.origin)
    }
  }
}
