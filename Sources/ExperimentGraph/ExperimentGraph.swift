import TensorGraph
import SourceDiagnostics

/// A vertex of the experiment graph, by its place in the list.
package struct VertexID: Sendable, Hashable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

/// What a vertex stands for.
package enum VertexContent: Sendable {
  case dataset(DatasetContent)
  case model(ModelContent)
  case initializer(InitializerContent)
  case optimizer(OptimizerContent)
  case training(TrainingContent)
  case stage(StagePart)
  case probe(ProbeContent)
  case metric(MetricContent)
  case claim(ClaimContent)
  case figure(FigureContent)

  /// The word for this kind of vertex in every printed form.
  package var kindName: String {
    switch self {
    case .dataset: "dataset"
    case .model: "model"
    case .initializer: "initializer"
    case .optimizer: "optimizer"
    case .training, .stage: "stage"
    case .probe: "probe"
    case .metric: "metric"
    case .claim: "claim"
    case .figure: "figure"
    }
  }
}

/// A vertex: what it is, what it needs, and the place in the spec that asked for it.
package struct ExperimentVertex: Sendable {
  package let name: String
  /// One line in the words of the spec.
  package let summary: String
  package let content: VertexContent
  /// Vertices it needs, each standing before it.
  package let needs: [VertexID]
  package let origin: SourceRange
}

/// The experiment as a graph: datasets, model, initializers, optimizer, stages, probes, metrics, claims and figures, each after what it
/// needs.
///
/// Invariant: every vertex stands behind all its needs, so that walking the list in order is a legal execution.
package struct ExperimentGraph: Sendable {
  package let title: String
  package let seed: UInt64
  package let precision: Precision
  /// Steps at which parameters are kept in the bundle.
  package let checkpoints: Moments
  /// Steps at which metrics are recorded.
  package let metricMoments: Moments
  /// The initial scales of a two-layer network; nil where the declarations do not give them.
  package var scales: InitialScales?
  /// What is done one after another, where there is more than one training: then each has an experiment of its own, and this one says what
  /// is recorded of all.
  package var stages: [StagePart] = []
  /// What the stage itself reads beside its probes.
  package var stageNeeds: [ProbeNeed] = []
  /// Whether nothing is trained and no tensor is made.
  package var measuresOnly = false
  package private(set) var vertices: [ExperimentVertex] = []

  package init(
    title: String, seed: UInt64, precision: Precision, checkpoints: Moments, metricMoments: Moments
  ) {
    self.title = title
    self.seed = seed
    self.precision = precision
    self.checkpoints = checkpoints
    self.metricMoments = metricMoments
  }

  /// Adds a vertex behind what it needs.
  @discardableResult
  package mutating func add(
    _ name: String, _ summary: String, _ content: VertexContent, needs: [VertexID], origin: SourceRange
  ) -> VertexID {
    for need in needs {
      precondition(need.index < vertices.count, "a vertex of the experiment graph needs one that is not there yet")
    }
    vertices.append(
      ExperimentVertex(name: name, summary: summary, content: content, needs: needs, origin: origin))
    return VertexID(vertices.count - 1)
  }

  package subscript(id: VertexID) -> ExperimentVertex { vertices[id.index] }

  /// The vertex of a kind with a name.
  package func vertex(_ kindName: String, named name: String) -> VertexID? {
    vertices.firstIndex { $0.name == name && $0.content.kindName == kindName }.map { VertexID($0) }
  }
}

extension ExperimentGraph {
  /// Datasets with their names, in order.
  package var datasets: [(name: String, content: DatasetContent)] {
    vertices.compactMap { vertex in
      if case .dataset(let content) = vertex.content { (vertex.name, content) } else { nil }
    }
  }

  /// The model. A lowered experiment has exactly one; with stages, the first of theirs.
  package var model: ModelContent {
    for vertex in vertices {
      if case .model(let content) = vertex.content { return content }
    }
    preconditionFailure("a lowered experiment has a model")
  }

  /// The stage that trains. A lowered experiment has exactly one; with stages, the first stage, which may make no updates.
  package var training: TrainingContent {
    if let first = stages.first { return first.experiment.training }
    for vertex in vertices {
      if case .training(let content) = vertex.content { return content }
    }
    preconditionFailure("a lowered experiment has a training stage")
  }

  /// The experiments that are run one after another: those of the stages, or itself.
  package var parts: [ExperimentGraph] { stages.isEmpty ? [self] : stages.map(\.experiment) }

  /// The most steps a run makes, of all stages together.
  package var maximumSteps: Int {
    stages.isEmpty ? training.bounds.maximumSteps : stages.reduce(0) { $0 + $1.maximumSteps }
  }

  /// Initializers, one for each parameter, in parameter order.
  package var initializers: [InitializerContent] {
    vertices.compactMap { if case .initializer(let content) = $0.content { content } else { nil } }
  }

  /// Metrics in recorded order.
  package var metrics: [MetricContent] {
    vertices.compactMap { if case .metric(let content) = $0.content { content } else { nil } }
  }

  /// Probes in written order.
  package var probes: [ProbeContent] {
    vertices.compactMap { if case .probe(let content) = $0.content { content } else { nil } }
  }

  /// What its probes and the stage itself read.
  package var needs: [ProbeNeed] { probes.flatMap(\.needs) + stageNeeds }

  /// Claims in written order.
  package var claims: [ClaimContent] {
    vertices.compactMap { if case .claim(let content) = $0.content { content } else { nil } }
  }

  /// Figures in written order.
  package var figures: [FigureContent] {
    vertices.compactMap { if case .figure(let content) = $0.content { content } else { nil } }
  }

  /// The dataset that is trained on.
  package var trainingData: DatasetContent {
    let name = training.dataset
    guard let found = datasets.first(where: { $0.name == name }) else {
      preconditionFailure("a lowered experiment has the data it trains on")
    }
    return found.content
  }
}
