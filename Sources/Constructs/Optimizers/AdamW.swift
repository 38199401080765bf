import Grammar
import SourceDiagnostics
import TensorGraph

/// Adam with weight decay that does not pass through the averages: θ ← θ − η λ θ before Adam's step.
/// Source: Loshchilov & Hutter, arXiv:1711.05101, algorithm 2 (with the rate η multiplying the decay, as frameworks do).
struct AdamW: Optimizer {
  let learningRate: Located<any LearningRate>?
  let moments: AdamMoments
  let weightDecay: Double
  let clip: Double?

  var stateNames: [String] { AdamMoments.stateNames }
  var correctionNames: [String] { AdamMoments.correctionNames }
  var writeCorrections: @Sendable (Int, UnsafeMutablePointer<Double>) -> Int { moments.writeCorrections }

  func update(
    _ graph: inout TensorGraph, _ parameter: Value, _ gradient: Value, _ state: [Value], _ scalars: [Value]
  ) -> (parameter: Value, state: [Value]) {
    let moved = moments.step(&graph, gradient, state, scalars)
    let decay = graph.multiply(graph.multiply(parameter, graph.constant(weightDecay)), scalars[0])
    return (graph.subtract(graph.subtract(parameter, decay), moved.step), moved.state)
  }
}

extension AdamW {
  static let entry = Entry<any Optimizer>(
    "adamw", "Adam with decoupled weight decay.", source: "Loshchilov & Hutter, arXiv:1711.05101",
    example: "{adamw: {learning_rate: 1e-3, weight_decay: 0.01}}",
    learningRateField,
    .optional("beta1", .number(0..<1), default: "0.9", "Decay of the average gradient."),
    .optional("beta2", .number(0..<1), default: "0.999", "Decay of the average square."),
    .optional("epsilon", .number(.positive), default: "1e-8", "Added to the root of the average square."),
    .optional("weight_decay", .number(0...), default: "0.01", "Share λ of the parameters taken away in each step, times η."),
    clipField
  ) { rate, beta1, beta2, epsilon, decay, clip in
    AdamW(
      learningRate: rate, moments: AdamMoments(beta1: beta1, beta2: beta2, epsilon: epsilon), weightDecay: decay, clip: clip)
  }
}
