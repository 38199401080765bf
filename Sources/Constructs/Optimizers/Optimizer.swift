import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// How gradients move parameters.
package protocol Optimizer: Sendable {
  /// The learning rate over time, where it stands; nil for an optimizer without one.
  var learningRate: Located<any LearningRate>? { get }
  /// The flow it follows; nil for one that makes updates of its own.
  var flow: GradientFlow? { get }
  /// The length at which all gradients together are cut off before the update; nil for as long as they are.
  var clip: Double? { get }
  /// Whether its steps lower the loss of a full batch once the rate is small enough, at every step.
  var descends: Bool { get }
  /// State tensors kept for each parameter, zero at the start.
  var stateNames: [String] { get }
  /// Scalars given anew each step beside the learning rate, which always comes first.
  var correctionNames: [String] { get }
  /// Writes the values of `correctionNames` for update number `step`, 1 for the first, and returns the last update that has the
  /// same ones.
  var writeCorrections: @Sendable (_ step: Int, _ values: UnsafeMutablePointer<Double>) -> Int { get }
  /// Adds one update. `scalars` are the learning rate and the corrections.
  func update(
    _ graph: inout TensorGraph, _ parameter: Value, _ gradient: Value, _ state: [Value], _ scalars: [Value]
  ) -> (parameter: Value, state: [Value])
}

/// The option of optimizers that have a rate.
let learningRateField = Field<Located<any LearningRate>>.required(
  "learning_rate", .located(.component(LearningRates.family)), "The learning rate η; a number, or a schedule.",
  alsoKnownAs: ["lr", "eta", "step_size"])

/// The option of optimizers that cut gradients off, and its sentence.
let clipField = Field<Double?>.maybe(
  "clip", .number(.positive),
  "Length at which the gradient of all parameters together is cut off, before weight decay is added to it (arXiv:1211.5063, "
    + "algorithm 1).",
  alsoKnownAs: ["clipnorm", "clip_norm", "max_grad_norm", "gradient_clip"])

extension Optimizer {
  package var flow: GradientFlow? { nil }
  package var clip: Double? { nil }
  package var descends: Bool { false }
  package var stateNames: [String] { [] }
  package var correctionNames: [String] { [] }
  package var writeCorrections: @Sendable (Int, UnsafeMutablePointer<Double>) -> Int { { _, _ in .max } }

  /// The optimizer as the experiment graph keeps it.
  /// - Parameter start: the first rate where it is not stated but found.
  package func content(summary: String, bounds: StageBounds, start: Double? = nil) -> OptimizerContent {
    let rate = (start.map { ConstantRate(rate: $0) } ?? learningRate?.value ?? ConstantRate(rate: 1)).resolved(bounds)
    let writeCorrections = writeCorrections
    return OptimizerContent(
      summary: summary, clip: clip, stateNames: stateNames, scalarNames: ["learning_rate"] + correctionNames,
      writeScalars: { step, values in
        let stretch = rate.stretch(step)
        values[0] = stretch.rate
        return min(stretch.last, writeCorrections(step, values + 1))
      },
      update: { graph, parameter, gradient, state, scalars in
        update(&graph, parameter, gradient, state, scalars)
      })
  }
}
