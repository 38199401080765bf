import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Training, as `train:` describes it.
struct TrainStage: Stage {
  let origin: StageOrigin
  let training: TrainSpec?

  func plan(_ site: StageSite, _ diagnostics: inout Diagnostics) -> StagePlan? { StagePlan(model: site.model, action: .train) }

  static let entry = Entry<any Stage>(
    "train", "Training, as `train:` describes it.",
    example: "{train: {optimizer: {adam: {learning_rate: 0.01}}, batch: full, stop: {steps: 1000}}}",
    sourceField, modelField, TrainSpec.optimizerField, TrainSpec.batchField, TrainSpec.shuffleField, TrainSpec.stopField,
    TrainSpec.nonfiniteField
  ) { source, model, optimizer, batch, shuffles, stop, nonfinite in
    TrainStage(
      origin: StageOrigin(stage: source, model: model),
      training: TrainSpec(optimizer: optimizer, batch: batch, shuffles: shuffles, stop: stop, nonfinite: nonfinite))
  }
}
