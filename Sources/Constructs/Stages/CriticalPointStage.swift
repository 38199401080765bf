import ExperimentGraph
import Grammar
import SourceDiagnostics

/// A search for parameters at which the gradient of the loss vanishes.
struct CriticalPointStage: Stage {
  let source: Located<String>?
  let gradientNorm: Double
  let iterations: Int
  let restarts: Located<Int>

  func action(_ site: StageSite, _ diagnostics: inout Diagnostics) -> StageAction? {
    guard let loss = site.model.loss.value as? MeanSquaredError else {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "a critical point is searched for by least squares, and the loss is `\(site.model.loss.kind.value)`",
          at: site.range, related: [Label(site.model.loss.range, "the loss")], help: "use `mse`"))
      return nil
    }
    return .criticalPoint(
      CriticalPointContent(
        gradientNorm: gradientNorm, iterations: iterations, attempts: restarts.value + 1, lossFactor: loss.factor))
  }

  static let entry = Entry<any Stage>(
    "critical_point",
    "Searches for parameters at which the gradient of the training loss vanishes, by damped least squares (Levenberg and Marquardt): it "
      + "goes downhill, to a minimum. Each iteration counts as a step. Of several attempts the lowest critical point is kept; where none is "
      + "found, the run fails.",
    source: "Nocedal & Wright, Numerical Optimization, section 10.3",
    example: "{critical_point: {until: 1e-13, restarts: 20}}",
    sourceField,
    .optional("until", .number(.positive), default: "1e-13", "Ends once Σ |∂L/∂θ| is not larger."),
    .optional("iterations", .integer(1...1_000_000), default: "1000", "The most iterations of one attempt."),
    .optional(
      "restarts", .located(.integer(0...100_000)), default: "0",
      "Further attempts from fresh draws of the initializers; only where the stage starts from them.")
  ) { source, gradientNorm, iterations, restarts in
    CriticalPointStage(source: source, gradientNorm: gradientNorm, iterations: iterations, restarts: restarts)
  }
}
