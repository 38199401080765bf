extension TensorGraph {
  /// The gradients g of all parameters times min(1, c / ‖g‖), where ‖g‖ is the Euclidean length of all of them together.
  /// Source: Pascanu et al., arXiv:1211.5063, algorithm 1.
  ///
  /// The factor is c / (c + relu(‖g‖ − c)): exactly 1 up to the length c.
  package mutating func clipped(_ gradients: [Value], length: Double) -> [Value] {
    guard let first = gradients.first else { return [] }
    let squares = gradients.dropFirst().reduce(sumOfSquares(first)) { add($0, sumOfSquares($1)) }
    let excess = unary(.relu, subtract(unary(.sqrt, squares), length))
    let factor = divide(length, add(excess, length))
    return gradients.map { multiply($0, factor) }
  }

  private mutating func sumOfSquares(_ x: Value) -> Value { sum(square(x), axes: Array(0..<shape(x).rank)) }
}
