import Grammar
import SourceDiagnostics
import YAMLTree

/// A small language that uses every feature of the machinery.
protocol SampleActivation: Sendable {
  func value(_ x: Double) -> Double
}

struct SampleTanh: SampleActivation {
  func value(_ x: Double) -> Double { x / (1 + x.magnitude) }

  static let entry = Entry<any SampleActivation>("tanh", "A bounded odd function.", example: "tanh") { SampleTanh() }
}

struct SampleLeaky: SampleActivation {
  let slope: Double

  func value(_ x: Double) -> Double { x > 0 ? x : slope * x }

  static let entry = Entry<any SampleActivation>(
    "leaky_relu", "x for x > 0, else slope·x.", source: "Maas et al. 2013", example: "{leaky_relu: {slope: 0.01}}",
    shorthand: .field("slope"),
    .optional("slope", .number(0...), default: "0.01", "Slope for x < 0.")
  ) { SampleLeaky(slope: $0) }
}

let sampleActivations = Family<any SampleActivation>(
  "activation", "Elementwise nonlinearity.", [SampleTanh.entry, SampleLeaky.entry])

struct SampleLayer: Sendable {
  let units: Int
  let activation: any SampleActivation
  let bias: Bool

  static let entry = Entry<SampleLayer>(
    "dense", "An affine map.", example: "{dense: {units: 3}}",
    .required("units", .integer(1..., unit: "neuron"), "How many outputs."),
    .optional("activation", .component(sampleActivations), default: "tanh", "What follows."),
    .optional("bias", .flag, default: "true", "Whether a bias is added.")
  ) { SampleLayer(units: $0, activation: $1, bias: $2) }
}

let sampleLayers = Family<SampleLayer>("layer", "A part of a model.", [SampleLayer.entry])

enum SampleInitializer: Sendable {
  case normal(std: PlaceNumber?, variance: PlaceNumber?)
  case uniform(Double, Double)
  case zeros

  static let family = Family<SampleInitializer>(
    "initializer", "How parameters begin.",
    [
      Entry(
        "normal", "Independent normal numbers.", example: "{normal: {std: fan_in^-0.5}}",
        rules: [.exactlyOne("std", "variance")],
        .maybe("std", .placeNumber(0..., names: ["fan_in", "fan_out"]), "Standard deviation."),
        .maybe("variance", .placeNumber(0..., names: ["fan_in", "fan_out"]), "Its square.")
      ) { .normal(std: $0, variance: $1) },
      Entry(
        "uniform", "Independent uniform numbers.", example: "{uniform: [-1, 1]}", shorthand: .positional,
        rules: [.increasing("low", "high")],
        .required("low", .number(), "Lower end."),
        .required("high", .number(), "Upper end.")
      ) { .uniform($0, $1) },
      Entry("zeros", "All zero.", example: "zeros") { .zeros },
    ])
}

indirect enum SampleSchedule: Sendable {
  case constant(Double)
  case warmUp(steps: Int, then: SampleSchedule)

  static let family: Family<SampleSchedule> = Family(
    "schedule", "A number that depends on the step.", numberKind: "constant",
    [
      Entry(
        "constant", "Always the same.", example: "{constant: 0.1}", shorthand: .field("value"),
        .required("value", .number(.positive), "The number.")
      ) { .constant($0) },
      Entry(
        "warm_up", "Rises from 0.", example: "{warm_up: {steps: 10, then: 0.1}}",
        .required("steps", .integer(1..., unit: "step"), "How long it rises."),
        .required("then", .component(family), "What follows.")
      ) { .warmUp(steps: $0, then: $1) },
    ])
}

enum SampleOptimizer: Sendable {
  case sgd(SampleSchedule, momentum: Double)
  case adam(SampleSchedule, beta1: Double)

  static let family = Family<SampleOptimizer>(
    "optimizer", "How a step is taken.",
    [
      Entry(
        "sgd", "Gradient descent on batches.", example: "{sgd: {learning_rate: 0.1}}",
        .required("learning_rate", .component(SampleSchedule.family), "Step size."),
        .optional("momentum", .number(0..<1), default: "0", "Share of the last step.")
      ) { .sgd($0, momentum: $1) },
      Entry(
        "adam", "Adaptive moments.", example: "{adam: {learning_rate: 1e-3}}",
        .optional("learning_rate", .component(SampleSchedule.family), default: "1e-3", "Step size."),
        .optional("beta1", .number(0..<1), default: "0.9", "Decay of the first moment.")
      ) { .adam($0, beta1: $1) },
    ])
}

enum SampleStop: Sendable {
  case loss(Double)
  case steps(Int)

  static let family = Family<SampleStop>(
    "stop rule", "When training ends.",
    [
      Entry(
        "steps", "After a number of steps.", example: "{steps: 10}", shorthand: .field("count"),
        .required("count", .integer(0..., unit: "step"), "How many.")
      ) { .steps($0) },
      Entry(
        "loss", "When the loss is small.", example: "{loss: 1e-3}", shorthand: .field("below"),
        .required("below", .number(.positive), "Threshold.")
      ) { .loss($0) },
    ])
}
