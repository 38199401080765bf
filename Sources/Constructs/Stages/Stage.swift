import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// What a stage is told when the stages before it are known.
package struct StageSite: Sendable {
  /// The model that it starts from.
  let model: ModelSpec
  /// Shapes and names of that model's layers.
  let layers: [LayerContent]
  /// Shape of one sample of its input.
  let input: Shape
  /// The stage's place in the spec.
  let range: SourceRange
}

/// Where a stage begins, as it is written.
package struct StageOrigin: Sendable {
  /// The stage whose parameters it starts from: `start` for the initializers, nil for the stage before.
  let stage: Located<String>?
  /// The model that takes these parameters over; nil for that of the stage.
  let model: Located<String>?
}

/// One step of an experiment, of the kinds that `stages:` can hold.
package protocol Stage: Sendable {
  /// Where it begins.
  var origin: StageOrigin { get }
  /// How it trains; nil for a stage that makes no updates.
  var training: TrainSpec? { get }

  /// What it does, and to which model; reports and returns nil for a layer or a unit that is not there, or where the experiment does not
  /// allow it.
  func plan(_ site: StageSite, _ diagnostics: inout Diagnostics) -> StagePlan?
}

/// A stage whose names are found.
package struct StagePlan: Sendable {
  /// The model that it works on.
  let model: ModelSpec
  let action: StageAction
}

extension Stage {
  package var training: TrainSpec? { nil }

  /// The field of a stage that goes on from another.
  static var sourceField: Field<Located<String>?> {
    .maybe(
      "from", .name("stage"),
      "The stage whose parameters it starts from, or `start` for freshly drawn ones; left out, the stage before, and for the first the "
        + "initializers.")
  }

  /// The field of a stage that goes on in another model.
  static var modelField: Field<Located<String>?> {
    .maybe(
      "model", .name("model"),
      "The model, one of `models`, that takes the parameters over: names and shapes must be the same. Left out, that of the stage it "
        + "starts from; for freshly drawn parameters the first.")
  }
}

/// The stages.
package enum Stages {
  /// Every stage, in the order of the documents.
  package static let family = Family<any Stage>(
    "stage", "A step of an experiment that has several.",
    [TrainStage.entry, CriticalPointStage.entry, EmbedStage.entry, CondenseStage.entry, EvaluateStage.entry])
}
