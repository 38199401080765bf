import Grammar
import TensorGraph

/// g ⊙ (x − mean) / √(variance + ε) + b over the last axis, with the variance divided by the number of elements.
/// Source: Ba et al., arXiv:1607.06450, equation 3.
struct LayerNorm: Layer {
  let epsilon: Double

  /// The names and starts of g and b.
  static func parameters(_ units: Int, gain: String, bias: String) -> [LayerParameter] {
    [
      LayerParameter(gain, [units], fanIn: units, fanOut: units, start: 1),
      LayerParameter(bias, [units], fanIn: units, fanOut: units, start: 0),
    ]
  }

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    guard input.rank >= 1 else {
      throw LayerMisfit(.shapeMismatch, "`layer_norm` needs more than one number for each sample", help: "leave it out")
    }
    return input
  }

  func parameters(for input: Shape) -> [LayerParameter] {
    Self.parameters(input[input.rank - 1], gain: "gain", bias: "bias")
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    let shape = graph.shape(x)
    let last = shape.rank - 1
    let leading = Array(0..<last)
    let centered = graph.subtract(x, graph.broadcast(graph.mean(x, axes: [last]), to: shape, newAxes: [last]))
    let variance = graph.mean(graph.square(centered), axes: [last])
    let deviation = graph.unary(.sqrt, graph.add(variance, epsilon))
    let normal = graph.divide(centered, graph.broadcast(deviation, to: shape, newAxes: [last]))
    let scaled = graph.multiply(normal, graph.broadcast(parameters[0], to: shape, newAxes: leading))
    return graph.add(scaled, graph.broadcast(parameters[1], to: shape, newAxes: leading))
  }
}

extension LayerNorm {
  static let entry = Entry<any Layer>(
    "layer_norm",
    "Each row of the last axis with mean 0 and variance 1, times a learned gain (1 at first), plus a learned bias (0 at first).",
    source: "Ba et al., arXiv:1607.06450", example: "layer_norm", alsoKnownAs: ["layer_normalization"],
    .optional("epsilon", .number(.positive), default: "1e-5", "Added to the variance.")
  ) { LayerNorm(epsilon: $0) }
}
