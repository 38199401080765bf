import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Nothing but what is recorded after it.
struct EvaluateStage: Stage {
  let origin: StageOrigin

  func plan(_ site: StageSite, _ diagnostics: inout Diagnostics) -> StagePlan? { StagePlan(model: site.model, action: .evaluate) }

  static let entry = Entry<any Stage>(
    "evaluate", "Leaves the parameters as they are: a moment to record at.", example: "{evaluate: {from: wide}}",
    sourceField, modelField
  ) { EvaluateStage(origin: StageOrigin(stage: $0, model: $1)) }
}
