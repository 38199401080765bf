import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph
import YAMLTree

/// A spec with every expression evaluated: what `lower` turns into an experiment graph.
///
/// Whatever a later stage can blame keeps its place in the source.
package struct Spec: Sendable {
  package let title: String
  package let seed: Int
  package let precision: Precision
  package let data: [Named<Built<any DatasetSource>>]
  package internal(set) var model: ModelSpec
  /// The models that stages choose from, where there are several; `model` is then the first.
  package let models: [Named<ModelSpec>]
  package let initial: InitSpec
  package internal(set) var train: Located<TrainSpec>
  /// What is done one after another, where there is more than training.
  package let stages: [Named<Built<any Stage>>]
  /// Where a list of stages stands that has none.
  let emptyStages: SourceRange?
  /// The stage that this is the spec of, among those of a whole; nil for a whole.
  var place: StagePlace?
  package let probes: [Named<ProbeSpec>]
  package let metrics: MetricsSpec
  package let checkpoints: CheckpointsSpec
  package let claims: [Named<ClaimSpec>]
  /// The names of `let` with their values.
  package let names: [Named<ExpressionValue>]
  /// What is drawn of a spec with one point; a sweep draws of all of its points.
  package let figures: [Named<FigureSpec>]
  /// Whether nothing is trained.
  package let measuresOnly: Bool

  /// Versions of the language that are read.
  package static let languageVersions = [1]

  /// The whole document. Its fields, in this order, are the top-level keys of every spec.
  package static let record = Record<Spec>(
    "spec", "A spec: one experiment.", rules: [.exactlyOne("model", "models"), .exactlyOne("train", "stages")],
    .required("condensespec", .version(languageVersions), "Version of the language."),
    .optional("title", .text, default: "\"\"", "What the experiment shows, in one line."),
    .maybe("source", .free, "Where the experiment comes from: a text, a list of texts, or a mapping. Kept, never judged."),
    .maybe("notes", .free, "Remarks of the author. Kept, never judged."),
    .optional("let", .bindings, default: "{}", "Names for numbers; they may use each other in any order."),
    .optional(
      "seed", .integer(0...), default: "0", "What every random draw depends on, beside the name of what draws.",
      alsoKnownAs: ["random_seed", "random_state"]),
    .optional(
      "precision", .choice(Precision.self), default: "float32", "Number format of every tensor.",
      alsoKnownAs: ["dtype"], instead: ["double": "write `float64`", "single": "write `float32`", "float": "write `float32`"]),
    .required("data", .map(of: .built(Datasets.family), role: "dataset"), "Datasets by name. Training uses `train`."),
    .maybe("model", .record(ModelSpec.record), "What is trained.", alsoKnownAs: ["network", "architecture"]),
    .optional(
      "init", .record(InitSpec.record), default: "{}",
      "How parameters start that no parameterization sets: by parameter (`hidden.bias`), else by layer (`hidden`), else `default`."),
    .maybe("train", .located(.record(TrainSpec.record)), "How it is trained."),
    .optional(
      "probes", .map(of: .record(ProbeSpec.record), role: "probe"), default: "{}",
      "Measurements of parameters and gradients by name."),
    .optional("metrics", .record(MetricsSpec.record), default: "{}", "Numbers over datasets: the columns of metrics.csv."),
    .optional("checkpoints", .record(CheckpointsSpec.record), default: "{}", "When parameters are kept in the bundle."),
    .optional(
      "claims", .map(of: .record(ClaimSpec.record), role: "claim"), default: "{}",
      "What must hold; the exit code of `run` depends on it."),
    .maybe("sweep", .record(SweepSpec.record), "The points of the experiment; left out, there is one."),
    .maybe(
      "variants", .map(of: .free, role: "variant"),
      "Named pieces of spec, one of which is laid over the document at each point: the axis `variant` chooses."),
    .maybe(
      "summaries", .map(of: .record(SummarySpec.record), role: "summary"), "Numbers computed of what the points of a sweep recorded."),
    .maybe("figures", .map(of: .record(FigureSpec.record), role: "figure"), "Pictures, drawn into the bundle and its page."),
    .maybe(
      "measure_only", .flag,
      "Whether nothing is trained and no tensor is made: the bundle has what probes say that look at no tensor, such as `initial_scales`."),
    .maybe(
      "stages", .located(.map(of: .built(Stages.family), role: "stage")),
      "What is done one after another, by name, where there is more than one training; in place of `train`."),
    .maybe(
      "models", .map(of: .record(ModelSpec.record), role: "model"),
      "Models by name from which stages choose, where there are several; in place of `model`.")
  ) {
    _, title, _, _, names, seed, precision, data, model, initial, train, probes, metrics, checkpoints, claims, _, _, _, figures,
    measuresOnly, stages, models in
    guard let first = model ?? models?.first?.value else {
      preconditionFailure("the rule of a spec lets `model` or `models` through, and `models` that are none have been reported")
    }
    return Spec(
      title: title, seed: seed, precision: precision, data: data, model: first, models: models ?? [], initial: initial,
      train: training(train, stages), stages: stages?.value ?? [], emptyStages: stages.flatMap { $0.value.isEmpty ? $0.range : nil },
      place: nil, probes: probes, metrics: metrics, checkpoints: checkpoints, claims: claims, names: names, figures: figures ?? [],
      measuresOnly: measuresOnly ?? false)
  }

  /// What is trained: with stages nothing by the spec itself.
  private static func training(_ train: Located<TrainSpec>?, _ stages: Located<[Named<Built<any Stage>>]>?) -> Located<TrainSpec> {
    if let train { return train }
    guard let range = stages?.range else { preconditionFailure("the rule of a spec lets `train` or `stages` through") }
    return Located(.idle(at: range), at: range)
  }

  /// The fields that speak of all points of a sweep together.
  static let sweepFields = ["claims", "sweep", "variants", "summaries", "figures"]
}

/// The part `model:`.
package struct ModelSpec: Sendable {
  package internal(set) var layers: [Named<Built<any Layer>>]
  /// The formula that is the only layer, where the model is stated so.
  let formula: Formula?
  package let outputScale: Double
  package let parameterization: Built<Parameterization>?
  package let loss: Built<any Loss>

  static let record = Record<ModelSpec>(
    "model", "Layers one after another, or a formula, and a loss.",
    rules: [.needed("layers", unless: "formula", "like"), .needed("loss", unless: "like"), .atMostOne("layers", "formula")],
    .maybe("layers", .map(of: .built(Layers.family), role: "layer"), "Layers by name, in order."),
    .optional("output_scale", .number(unit: "1"), default: "1", "What the last layer's output is multiplied with: 1/α of the papers."),
    .maybe("loss", .built(Losses.family), "What training minimizes.", alsoKnownAs: ["criterion", "objective", "cost"]),
    .maybe(
      "parameterization", .built(Parameterizations.family),
      "What sets the output scale and the initial weights of a two-layer network; what it does not set stands under `init`."),
    .maybe("formula", .located(.record(Formula.record)), "In place of layers: an expression of parameters that the formula names."),
    .maybe(
      "like", .name("model"),
      "Under `models`: one that stands before, of which this is a copy; what else is written here is laid over it, as a variant is laid "
        + "over the document.")
  ) { layers, scale, loss, parameterization, formula, _ in
    guard let loss else { preconditionFailure("a model that is like another is whole before it is decoded") }
    return ModelSpec(
      layers: layers ?? formula.map { [layer($0)] } ?? [], formula: formula?.value, outputScale: scale,
      parameterization: parameterization, loss: loss)
  }

  /// A formula as the only layer of its model.
  private static func layer(_ formula: Located<Formula>) -> Named<Built<any Layer>> {
    let meaning: any Layer = formula.value
    let layer = Built(unwritten: meaning, kind: "formula", at: formula.range)
    return Named(
      name: Located("formula", at: formula.range), value: layer.replacing(meaning, text: "formula(\(formula.value.output.text))"))
  }
}

/// How many samples an update uses.
package enum BatchSize: Sendable, Hashable {
  /// All of them.
  case full
  case samples(Int)
}

/// The part `train:`.
package struct TrainSpec: Sendable {
  package let optimizer: Built<any Optimizer>
  package let batch: Located<BatchSize>
  package let shuffles: Bool
  package let stop: Located<[Built<StopRule>]>
  package let nonfinite: NonfinitePolicy

  /// No update at all, for what stands at `range`.
  static func idle(at range: SourceRange) -> TrainSpec {
    let descent: any Optimizer = GradientDescent(learningRate: nil)
    return TrainSpec(
      optimizer: Built(unwritten: descent, kind: "none", at: range), batch: Located(.full, at: range), shuffles: false,
      stop: Located([Built(unwritten: .steps(0), kind: "steps", at: range)], at: range), nonfinite: .fail)
  }

  static let optimizerField = Field<Built<any Optimizer>>.required(
    "optimizer", .built(Optimizers.family), "How gradients move parameters.")
  static let batchField = Field<Located<BatchSize>>.required(
    "batch", .located(batchType), "Samples per update, or `full`. The last batch of an epoch holds what is left.",
    alsoKnownAs: ["batch_size", "minibatch"])
  static let shuffleField = Field<Bool>.optional(
    "shuffle", .flag, default: "true", "Whether each epoch draws its own order of the samples (never with `full`).")
  static let stopField = Field<Located<[Built<StopRule>]>>.required(
    "stop", .located(.several(StopRule.family)),
    "When training ends: `steps` or `epochs`, and further rules; the first that holds ends it.")
  static let nonfiniteField = Field<NonfinitePolicy>.optional(
    "on_nonfinite", .choice(NonfinitePolicy.self), default: "fail",
    "What a loss that is infinite or not a number means: `fail`, or `record` the divergence as a result.")

  static let record = Record<TrainSpec>(
    "train", "One stage of training.", optimizerField, batchField, shuffleField, stopField, nonfiniteField
  ) { TrainSpec(optimizer: $0, batch: $1, shuffles: $2, stop: $3, nonfinite: $4) }

  private static let batchType: ValueType<BatchSize> = {
    let type: ValueType<Either<String, Int>> = .either(.choice(["full"]), .integer(1...))
    return type.map { choice in
      switch choice {
      case .first: .full
      case .second(let count): .samples(count)
      }
    }
  }()
}

/// One probe: what it measures and when.
package struct ProbeSpec: Sendable {
  package let component: Built<any Probe>
  package let at: Located<any Schedule>

  static let record = Record<ProbeSpec>(
    "probe", "A measurement and its moments.",
    .inline("probe", .built(Probes.family), "What is measured."),
    .optional("at", .located(Schedules.oneOrMany), default: "[start, end]", "When.")
  ) { ProbeSpec(component: $0, at: $1) }
}

/// The part `metrics:`.
package struct MetricsSpec: Sendable {
  package let at: Located<any Schedule>
  package let record: [Located<String>]

  static let record = Record<MetricsSpec>(
    "metrics", "Numbers over whole datasets and when they are computed.",
    .optional("at", .located(Schedules.oneOrMany), default: "[start, {every_epochs: 1}, end]", "When."),
    .optional("record", .list(of: .name("metric")), default: "[train.loss]", "Metrics as `dataset.kind`, such as `test.accuracy`.")
  ) { MetricsSpec(at: $0, record: $1) }
}

/// The part `checkpoints:`.
package struct CheckpointsSpec: Sendable {
  let at: Located<any Schedule>

  static let record = Record<CheckpointsSpec>(
    "checkpoints", "When parameters are kept in the bundle.",
    .optional("at", .located(Schedules.oneOrMany), default: "[end]", "When.")
  ) { CheckpointsSpec(at: $0) }
}

/// One claim.
package struct ClaimSpec: Sendable {
  /// What is compared: what was written, or that `value` is near its target.
  package let expect: BoundExpression
  /// The number that the value has where the claim comes from, if it is such a claim.
  package let target: ClaimTarget?
  package let source: String?
  package let kind: ClaimKind?
  /// Where it must hold; everywhere if nil.
  package let region: BoundExpression?
  /// Share of the points where it must hold, above 0 to 1; all if nil.
  package let share: Double?
  /// Why what it states does not come out here, for a claim that is expected to fail.
  let notReproduced: Located<String>?

  static let record = Record<ClaimSpec>(
    "claim", "Something that must hold of what was recorded.", shorthand: .field("expect"),
    rules: [.exactlyOne("expect", "near")],
    .maybe("expect", .claim, "A comparison of recorded numbers, such as `last(train.loss) < 1e-4`."),
    .maybe("source", .text, "Where the expectation stands."),
    .maybe("kind", .choice(ClaimKind.self), "Where its number comes from."),
    .maybe("where", .claim, "The region of a sweep in which it must hold, as a comparison of axes and summaries."),
    .maybe(
      "share", .number(NumberRange.above(0, through: 1)),
      "Share of the points of the region, or of the cells of a summary, where it must hold; left out, all of them."),
    .maybe("near", .record(NearSpec.record), "In place of `expect`: a number and what it was published, derived or measured to be."),
    .maybe(
      "not_reproduced", .located(.text),
      "Why what it states does not come out here, a sentence: the claim is then expected to fail, and must be taken back when it holds.")
  ) { expect, source, kind, region, share, near, notReproduced in
    guard let expect = near?.expect ?? expect else { preconditionFailure("the rule of a claim lets `expect` or `near` through") }
    return ClaimSpec(
      expect: expect, target: near?.target, source: source, kind: kind, region: region, share: share, notReproduced: notReproduced)
  }
}

/// The part `near:` of a claim: |value − target| ≤ within.
struct NearSpec: Sendable {
  let expect: BoundExpression
  let target: ClaimTarget

  static let record = Record<NearSpec>(
    "near", "A number that must be near another, which the report shows beside it.",
    .required("value", .reading, "The number."),
    .required("target", .number(unit: "of the value"), "What it is elsewhere."),
    .required("within", .number(0...), "How far from that it may be.")
  ) { value, target, within in
    NearSpec(
      expect: value.isNear(target, within: within),
      target: ClaimTarget(text: value.text, value: target, tolerance: within))
  }
}
