import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// dθ/dt = −∇L, in steps that the error decides.
package struct GradientFlow: Optimizer {
  package let relative: Double
  package let absolute: Double
  package let firstStep: Double
  package let isNormalized: Bool

  package var learningRate: Located<any LearningRate>? { nil }
  package var flow: GradientFlow? { self }

  /// An explicit step of Euler's method, which nothing runs: the stages are those of the training graph.
  package func update(
    _ graph: inout TensorGraph, _ parameter: Value, _ gradient: Value, _ state: [Value], _ scalars: [Value]
  ) -> (parameter: Value, state: [Value]) {
    (graph.subtract(parameter, graph.multiply(gradient, scalars[0])), [])
  }
}

extension GradientFlow {
  static let entry = Entry<any Optimizer>(
    "gradient_flow",
    "dθ/dt = −∇L, followed by an adaptive Runge–Kutta method of order 5 with an error estimate of order 4; "
      + "one update is one accepted step.",
    source: "Dormand & Prince, J. Comput. Appl. Math. 6 (1980), table 2", example: "{gradient_flow: {relative: 1e-8}}",
    .optional("relative", .number(.above(0, through: 1)), default: "1e-6", "Error of a number in one step, as a share of it."),
    .optional("absolute", .number(.positive), default: "1e-9", "Error of a number in one step, however small it is."),
    .optional("first_step", .number(.positive), default: "1e-3", "The first step that is tried, in units of time."),
    .optional(
      "normalized", .flag, default: "false", "Whether time is t/(β₁ β₂), the normalized time of a two-layer network.")
  ) { relative, absolute, firstStep, isNormalized in
    GradientFlow(relative: relative, absolute: absolute, firstStep: firstStep, isNormalized: isNormalized)
  }
}
