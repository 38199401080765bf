import Grammar
import Kernels
import SourceDiagnostics
import TensorGraph

/// The moving averages of Adam, which `adam` and `adamw` share.
///
/// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← θ − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
/// Source: Kingma & Ba, arXiv:1412.6980, algorithm 1.
struct AdamMoments: Sendable {
  let beta1: Double
  let beta2: Double
  let epsilon: Double

  static let stateNames = ["first_moment", "second_moment"]
  static let correctionNames = ["first_correction", "second_correction"]

  /// Writes 1 / (1 − βᵗ) for both averages; once both are 1 they stay so.
  var writeCorrections: @Sendable (Int, UnsafeMutablePointer<Double>) -> Int {
    let (first, second) = (PowerTable(beta1), PowerTable(beta2))
    return { step, values in
      values[0] = 1 / (1 - first[step])
      values[1] = 1 / (1 - second[step])
      return values[0] == 1 && values[1] == 1 ? .max : step
    }
  }

  /// Adds the new averages and the step η m̂ / (√v̂ + ε).
  func step(_ graph: inout TensorGraph, _ gradient: Value, _ state: [Value], _ scalars: [Value]) -> (
    step: Value, state: [Value]
  ) {
    let first = average(&graph, state[0], gradient, beta1)
    let second = average(&graph, state[1], graph.multiply(gradient, gradient), beta2)
    let root = graph.unary(.sqrt, graph.multiply(second, scalars[2]))
    let direction = graph.divide(
      graph.multiply(first, scalars[1]), graph.add(root, graph.constant(epsilon)))
    return (graph.multiply(direction, scalars[0]), [first, second])
  }

  private func average(_ graph: inout TensorGraph, _ old: Value, _ new: Value, _ beta: Double) -> Value {
    graph.add(
      graph.multiply(old, graph.constant(beta)), graph.multiply(new, graph.constant(1 - beta)))
  }
}

/// Adam, with weight decay as a part of the gradient left out: see `adamw`.
struct Adam: Optimizer {
  let learningRate: Located<any LearningRate>?
  let moments: AdamMoments
  let clip: Double?

  var stateNames: [String] { AdamMoments.stateNames }
  var correctionNames: [String] { AdamMoments.correctionNames }
  var writeCorrections: @Sendable (Int, UnsafeMutablePointer<Double>) -> Int { moments.writeCorrections }

  func update(
    _ graph: inout TensorGraph, _ parameter: Value, _ gradient: Value, _ state: [Value], _ scalars: [Value]
  ) -> (parameter: Value, state: [Value]) {
    let moved = moments.step(&graph, gradient, state, scalars)
    return (graph.subtract(parameter, moved.step), moved.state)
  }
}

extension Adam {
  static let entry = Entry<any Optimizer>(
    "adam", "Steps scaled by running averages of the gradient and its square.", source: "Kingma & Ba, arXiv:1412.6980",
    example: "{adam: {learning_rate: 1e-3}}",
    learningRateField,
    .optional("beta1", .number(0..<1), default: "0.9", "Decay of the average gradient."),
    .optional("beta2", .number(0..<1), default: "0.999", "Decay of the average square."),
    .optional("epsilon", .number(.positive), default: "1e-8", "Added to the root of the average square."),
    clipField
  ) { rate, beta1, beta2, epsilon, clip in
    Adam(learningRate: rate, moments: AdamMoments(beta1: beta1, beta2: beta2, epsilon: epsilon), clip: clip)
  }
}
