import Grammar
import SourceDiagnostics
import TensorGraph

/// Stochastic gradient descent with momentum and weight decay: g ← ∇L + λ θ, v ← μ v + g, θ ← θ − η v; with Nesterov's correction
/// θ ← θ − η (g + μ v).
struct SGD: Optimizer {
  let learningRate: Located<any LearningRate>?
  let momentum: Double
  let weightDecay: Double
  let isNesterov: Bool
  let clip: Double?

  var stateNames: [String] { momentum == 0 ? [] : ["velocity"] }

  func update(
    _ graph: inout TensorGraph, _ parameter: Value, _ gradient: Value, _ state: [Value], _ scalars: [Value]
  ) -> (parameter: Value, state: [Value]) {
    var direction = gradient
    if weightDecay != 0 {
      direction = graph.add(direction, graph.multiply(parameter, graph.constant(weightDecay)))
    }
    guard momentum != 0 else {
      return (graph.subtract(parameter, graph.multiply(direction, scalars[0])), [])
    }
    let factor = graph.constant(momentum)
    let velocity = graph.add(graph.multiply(state[0], factor), direction)
    let step = isNesterov ? graph.add(direction, graph.multiply(velocity, factor)) : velocity
    return (graph.subtract(parameter, graph.multiply(step, scalars[0])), [velocity])
  }
}

extension SGD {
  static let entry = Entry<any Optimizer>(
    "sgd", "Gradient descent with momentum and weight decay.", source: "Sutskever et al. 2013",
    example: "{sgd: {learning_rate: 0.1, momentum: 0.9}}",
    learningRateField,
    .optional("momentum", .number(0..<1), default: "0", "Share μ of the last step that is kept."),
    .optional("weight_decay", .number(0...), default: "0", "Factor λ of the parameters added to the gradient."),
    .optional("nesterov", .flag, default: "false", "Whether the gradient counts once more, as in Nesterov's method."),
    clipField
  ) { rate, momentum, decay, nesterov, clip in
    SGD(learningRate: rate, momentum: momentum, weightDecay: decay, isNesterov: nesterov, clip: clip)
  }
}
