extension TensorGraph {
  /// The gradients g of all parameters times min(1, c / ‖g‖), where ‖g‖ is the Euclidean length of all of them together.
  /// Source: Pascanu et al., arXiv:1211.5063, algorithm 1.
  ///
  /// With s = max(c, the largest |g|) the factor is r / (r + relu(‖g / s‖ − r)) for r = c / s: exactly 1 up to the length c, and no square
  /// overflows.
  package mutating func clipped(_ gradients: [Value], length: Double) -> [Value] {
    let wholes = gradients.map { Array(0..<shape($0).rank) }
    var scale = constant(length)
    for (gradient, axes) in zip(gradients, wholes) { scale = larger(scale, max(unary(.abs, gradient), axes: axes)) }
    var squares = constant(0)
    for (gradient, axes) in zip(gradients, wholes) { squares = add(squares, sum(square(divide(gradient, scale)), axes: axes)) }
    let limit = divide(length, scale)
    let factor = divide(limit, add(limit, unary(.relu, subtract(unary(.sqrt, squares), limit))))
    return gradients.map { multiply($0, factor) }
  }
}
