import Grammar
import SourceDiagnostics
import TensorGraph

/// factor · (1/n) Σᵢ ‖f(xᵢ) − yᵢ‖². Papers write factor 1/2, most programs 1: a spec says which.
struct MeanSquaredError: Loss {
  let factor: Double

  func check(output: Shape, target: Shape, classes: Int?) throws(LayerMisfit) {
    guard output == target else {
      throw LayerMisfit(
        .shapeMismatch, "`mse` compares an output of shape \(output) with targets of shape \(target)",
        help: target.rank == 1 ? unitsHelp(target[0], output: output) : nil)
    }
  }

  func apply(_ graph: inout TensorGraph, output: Value, target: Value) -> Value {
    let difference = graph.subtract(output, target)
    let shape = graph.shape(output)
    let total = graph.sum(graph.multiply(difference, difference), axes: Array(0..<shape.rank))
    return graph.multiply(total, graph.constant(factor / Double(Swift.max(shape[0], 1))))
  }
}

extension MeanSquaredError {
  static let entry = Entry<any Loss>(
    "mse", "Mean squared error: factor · (1/n) Σ ‖f(x) − y‖².", example: "{mse: {factor: 1/2}}",
    alsoKnownAs: ["mean_squared_error", "l2", "squared_error", "squared"],
    shorthand: .field("factor"),
    .required("factor", .number(.positive), "What the mean of squares is multiplied with: papers use 1/2, most programs 1.")
  ) { MeanSquaredError(factor: $0) }
}
