import SourceDiagnostics

/// A tensor of parameters between two stages.
package struct StageTensor: Sendable {
  package let name: String
  /// Axes, the units first.
  package let shape: [Int]
  /// Row-major, exact values of the experiment's precision.
  package let values: [Double]

  package init(name: String, shape: [Int], values: [Double]) {
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// How a critical point is searched for.
package struct CriticalPointContent: Sendable, Hashable {
  /// How a step is found.
  package enum Method: String, Sendable, CaseIterable {
    /// Damped least squares on the residuals: goes downhill, to a minimum.
    case levenbergMarquardt = "levenberg_marquardt"
    /// Newton's method on the gradient: goes to critical points of any kind.
    case newton
  }

  package let method: Method
  /// Ends once Σ |∂L/∂θᵢ| is not larger.
  package let gradientNorm: Double
  /// The most iterations of one attempt.
  package let iterations: Int
  /// Attempts from fresh draws; the lowest critical point is kept.
  package let attempts: Int
  /// The factor of `mse`.
  package let lossFactor: Double
  /// Whether the run goes on where no attempt finds one, from where the last attempt ended.
  package let mayFail: Bool

  package init(method: Method, gradientNorm: Double, iterations: Int, attempts: Int, lossFactor: Double, mayFail: Bool) {
    self.mayFail = mayFail
    self.method = method
    self.gradientNorm = gradientNorm
    self.iterations = iterations
    self.attempts = attempts
    self.lossFactor = lossFactor
  }
}

/// What a stage does to the parameters it starts from.
package enum StageAction: Sendable {
  /// Updates by the stage's own optimizer.
  case train
  case criticalPoint(CriticalPointContent)
  /// The parameters of its model, in the model's order, from those it starts from.
  case transform(@Sendable ([StageTensor]) -> [StageTensor])
  /// Nothing: the parameters are looked at.
  case evaluate
}

/// One stage of an experiment: where its parameters come from, what it does to them, and an experiment of its own that says what is
/// recorded meanwhile.
package struct StagePart: Sendable {
  package let name: String
  /// The word that chose it: `train`, `embed` …
  package let kind: String
  /// One line in the words of the spec.
  package let summary: String
  package let action: StageAction
  /// The stage whose parameters it starts from; nil for the initializers.
  package let source: Int?
  /// The name of its model among the spec's `models`; nil where there is one.
  package let model: String?
  /// Model, training, metrics and probes of this stage; moments count its own steps.
  package let experiment: ExperimentGraph
  package let origin: SourceRange

  package init(
    name: String, kind: String, summary: String, action: StageAction, source: Int?, model: String?, experiment: ExperimentGraph,
    origin: SourceRange
  ) {
    self.name = name
    self.kind = kind
    self.summary = summary
    self.action = action
    self.source = source
    self.model = model
    self.experiment = experiment
    self.origin = origin
  }

  /// The most steps it makes: updates, iterations, or one for what is done at once.
  package var maximumSteps: Int {
    switch action {
    case .train: experiment.training.bounds.maximumSteps
    case .criticalPoint(let search): search.iterations * search.attempts
    case .transform, .evaluate: 1
    }
  }
}
