import Grammar
import SourceDiagnostics
import YAMLTree

enum SampleMoments: Sendable {
  case steps([Either<Int, String>])
  case every(Int)

  static let family = Family<SampleMoments>(
    "moments", "When something is recorded.", numberKind: "steps", sequenceKind: "steps",
    [
      Entry(
        "steps", "At these steps.", example: "{steps: [start, 10, end]}", shorthand: .field("at"),
        .required("at", .oneOrMany(of: .either(.integer(0...), .choice(["start", "end"]))), "Steps.")
      ) { .steps($0) },
      Entry(
        "every", "Every n steps.", example: "{every: 10}", shorthand: .field("n"),
        .required("n", .integer(1..., unit: "step"), "The distance.")
      ) { .every($0) },
    ])
}

enum SampleMeasurement: Sendable {
  case norm(of: [Located<String>])
  case condensation(Located<String>, Double)

  static let family = Family<SampleMeasurement>(
    "measurement", "What a probe measures.",
    [
      Entry(
        "norm", "The Euclidean norm.", example: "{norm: {of: hidden.weight}}", shorthand: .field("of"),
        .required("of", .oneOrMany(of: .name("parameter")), "Which parameters.")
      ) { .norm(of: $0) },
      Entry(
        "condensation", "How far neurons share directions.", example: "{condensation: {layer: hidden}}",
        .required("layer", .name("layer"), "Which layer."),
        .optional("cut", .number(0...1), default: "0.9", "Least cosine of one direction.")
      ) { .condensation($0, $1) },
    ])
}

struct SampleProbe: Sendable {
  let measurement: Built<SampleMeasurement>
  let at: SampleMoments

  static let record = Record<SampleProbe>(
    "probe", "Something measured at moments.",
    .inline("measurement", .built(SampleMeasurement.family), "What is measured."),
    .optional("at", .component(SampleMoments.family), default: "[end]", "When.")
  ) { SampleProbe(measurement: $0, at: $1) }
}

enum SampleClaimKind: String, CaseIterable, Sendable {
  case published, derived
}

struct SampleClaim: Sendable {
  let expect: BoundExpression
  let kind: SampleClaimKind
  let source: String?

  static let record = Record<SampleClaim>(
    "claim", "What must hold after the run.", shorthand: .field("expect"),
    .required("expect", .claim, "The comparison."),
    .optional("kind", .choice(SampleClaimKind.self), default: "derived", "Where the number comes from."),
    .maybe("source", .text, "Where it was said.")
  ) { SampleClaim(expect: $0, kind: $1, source: $2) }
}

struct SampleTraining: Sendable {
  let optimizer: Built<SampleOptimizer>
  let batch: Either<Int, String>
  let stop: [Built<SampleStop>]

  static let record = Record<SampleTraining>(
    "training", "How the model is trained.",
    .required("optimizer", .built(SampleOptimizer.family), "How a step is taken."),
    .optional("batch", .either(.integer(1...), .choice(["full"])), default: "full", "Samples in a step."),
    .optional("stop", .several(SampleStop.family), default: "{steps: 100}", "When it ends.")
  ) { SampleTraining(optimizer: $0, batch: $1, stop: $2) }
}

struct SampleModel: Sendable {
  let layers: [Named<Built<SampleLayer>>]
  let scale: Double

  static let record = Record<SampleModel>(
    "model", "Layers in order.",
    .required("layers", .map(of: .built(sampleLayers), role: "layer"), "From input to output."),
    .optional("output_scale", .number(), default: "1", "Factor of the output.")
  ) { SampleModel(layers: $0, scale: $1) }
}

struct SampleSpec: Sendable {
  let title: String?
  let target: BoundExpression?
  let model: SampleModel
  let initializers: [Named<SampleInitializer>]
  let training: SampleTraining
  let probes: [Named<SampleProbe>]
  let claims: [Named<SampleClaim>]

  static let record = Record<SampleSpec>(
    "spec", "One experiment.",
    .required("condensespec", .version([1]), "The version of the language."),
    .maybe("title", .text, "What it is about."),
    .maybe("source", .free, "Where it comes from."),
    .optional("let", .bindings, default: "{}", "Names for numbers."),
    .maybe("target", .expression(variables: .numbered("x")), "The function to learn."),
    .required("model", .record(SampleModel.record), "The network."),
    .optional(
      "init", .map(of: .component(SampleInitializer.family), role: "layer", dotted: true), default: "{}", "Begin."),
    .required("train", .record(SampleTraining.record), "The training."),
    .optional("probes", .map(of: .record(SampleProbe.record), role: "probe"), default: "{}", "Measured."),
    .optional("claims", .map(of: .record(SampleClaim.record), role: "claim"), default: "{}", "Expected.")
  ) { _, title, _, _, target, model, initializers, training, probes, claims in
    SampleSpec(
      title: title, target: target, model: model, initializers: initializers, training: training, probes: probes,
      claims: claims)
  }

  static let language = Language(record, functions: sampleFunctions)
}

let sampleFunctions = FunctionTable(
  [
    ExpressionFunction("power", 2...2, "x to the y.") { integerPower($0[0], $0[1]) },
    ExpressionFunction("sqrt", 1...1, "Square root.") { $0[0].squareRoot() },
    ExpressionFunction("abs", 1...1, "Magnitude.") { $0[0].magnitude },
    ExpressionFunction("max", 1...8, "The largest.") { $0.max() ?? 0 },
    ExpressionFunction("relu", 1...1, "x for x > 0, else 0.") { max($0[0], 0) },
  ],
  series: [
    SeriesFunction("last", [.series], "The last value."),
    SeriesFunction("max", [.series], "The largest value."),
    SeriesFunction("at", [.series, .moment], result: .unknown, "The value at a moment."),
    SeriesFunction("counts", [.series], result: .list, "Counts."),
  ])

/// x^y for whole and half y, exact enough for tests, without a C library.
func integerPower(_ x: Double, _ y: Double) -> Double {
  if y < 0 { return 1 / integerPower(x, -y) }
  var result = 1.0
  for _ in 0..<Int(min(y.rounded(.down), 1000)) { result *= x }
  return y == y.rounded(.down) ? result : result * x.squareRoot()
}

/// What became of a text.
struct SampleOutcome {
  let diagnostics: [Diagnostic]
  let sources: SourceMap
  let resolved: Resolved<SampleSpec>?

  init(_ text: String, overrides: [String] = []) {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "spec.yaml", text: text))
    var diagnostics = Diagnostics()
    var resolved: Resolved<SampleSpec>?
    if let node = parse(file, in: sources, into: &diagnostics) {
      let changed = node.applying(overrides, names: node["let"]?.mapping?.map(\.key.value) ?? [], sources: &sources, into: &diagnostics)
      if let form = SampleSpec.language.decode(changed, in: sources, into: &diagnostics) {
        resolved = SampleSpec.language.resolve(form, into: &diagnostics)
      }
    }
    self.resolved = resolved
    self.sources = sources
    self.diagnostics = diagnostics.list
  }

  /// `line:column code message`, one a line.
  var text: [String] {
    diagnostics.map { diagnostic in
      let position = sources.position(of: diagnostic.primary.range)
      return "\(position.line):\(position.column) \(diagnostic.code.rawValue) \(diagnostic.message)"
    }
  }
}
