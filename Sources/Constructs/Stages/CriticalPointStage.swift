import ExperimentGraph
import Grammar
import SourceDiagnostics

/// A search for parameters at which the gradient of the loss vanishes.
struct CriticalPointStage: Stage {
  let origin: StageOrigin
  let method: CriticalPointContent.Method
  let gradientNorm: Double
  let iterations: Int
  let restarts: Located<Int>
  let failure: NonfinitePolicy

  func plan(_ site: StageSite, _ diagnostics: inout Diagnostics) -> StagePlan? {
    guard let loss = site.model.loss.value as? MeanSquaredError else {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "a critical point is searched for by least squares, and the loss is `\(site.model.loss.kind.value)`",
          at: site.range, related: [Label(site.model.loss.range, "the loss")], help: "use `mse`"))
      return nil
    }
    let order = site.layers.flatMap(\.parameters).numberCount
    guard order > 0 else {
      diagnostics.report(.noParameters(for: "critical_point", at: site.range))
      return nil
    }
    guard method == .levenbergMarquardt || order <= HessianSpectrumProbe.mostParameters else {
      diagnostics.report(
        Diagnostic(
          .memoryLimit,
          "`newton` takes at most \(Limits.grouped(HessianSpectrumProbe.mostParameters)) parameters, and the model has "
            + "\(Limits.grouped(order))",
          at: site.range, help: "use `levenberg_marquardt`, or a narrower model"))
      return nil
    }
    let search = CriticalPointContent(
      method: method, gradientNorm: gradientNorm, iterations: iterations, attempts: restarts.value + 1, lossFactor: loss.factor,
      mayFail: failure == .record)
    return StagePlan(model: site.model, action: .criticalPoint(search))
  }

  static let entry = Entry<any Stage>(
    "critical_point",
    "Searches for parameters at which the gradient of the training loss vanishes. Each iteration counts as a step. Of several attempts the "
      + "lowest critical point is kept; where none is found, the run fails unless `on_failure` says otherwise.",
    source: "Nocedal & Wright, Numerical Optimization, sections 3.3 and 10.3",
    example: "{critical_point: {until: 1e-13, restarts: 20}}",
    sourceField, modelField,
    .optional(
      "method", .choice(CriticalPointContent.Method.self), default: "levenberg_marquardt",
      "`levenberg_marquardt` solves damped least squares and goes downhill, to a minimum; `newton` solves for a zero of the gradient with "
        + "second derivatives, and ends in saddles too (at most 5000 parameters)."),
    .optional(
      "until", .number(.positive), default: "1e-13", "Ends once Σ |∂L/∂θ| is not larger.",
      alsoKnownAs: ["tolerance", "gradient_norm"]),
    .optional(
      "iterations", .integer(1...1_000_000), default: "1000", "The most iterations of one attempt.",
      alsoKnownAs: ["steps", "max_iterations"]),
    .optional(
      "restarts", .located(.integer(0...100_000)), default: "0",
      "Further attempts from fresh draws of the initializers; only where the stage starts from them."),
    .optional(
      "on_failure", .choice(NonfinitePolicy.self), default: "fail",
      "What it means that no attempt finds one: the run fails, or goes on from where the last attempt ended (`record`), as the gradient's "
        + "norm tells.")
  ) { source, model, method, gradientNorm, iterations, restarts, failure in
    CriticalPointStage(
      origin: StageOrigin(stage: source, model: model), method: method, gradientNorm: gradientNorm, iterations: iterations,
      restarts: restarts, failure: failure)
  }
}
