import Grammar
import SourceDiagnostics
import TensorGraph

/// θ ← θ − η ∇L.
struct GradientDescent: Optimizer {
  let learningRate: Located<any LearningRate>?

  var descends: Bool { true }

  func update(
    _ graph: inout TensorGraph, _ parameter: Value, _ gradient: Value, _ state: [Value], _ scalars: [Value]
  ) -> (parameter: Value, state: [Value]) {
    (graph.subtract(parameter, graph.multiply(gradient, scalars[0])), [])
  }
}

extension GradientDescent {
  static let entry = Entry<any Optimizer>(
    "gradient_descent", "θ ← θ − η ∇L.", example: "{gradient_descent: {learning_rate: 0.1}}",
    alsoKnownAs: ["full_batch", "steepest_descent"],
    learningRateField
  ) { GradientDescent(learningRate: $0) }
}
