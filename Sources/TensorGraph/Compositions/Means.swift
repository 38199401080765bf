extension TensorGraph {
  /// x².
  package mutating func square(_ x: Value) -> Value { multiply(x, x) }

  /// The mean over the given axes, which are removed from the shape: the sum divided by the count.
  package mutating func mean(_ x: Value, axes: [Int]) -> Value {
    let total = sum(x, axes: axes)
    return divide(total, Double(axes.reduce(1) { $0 * shape(x)[$1] }))
  }

  /// The mean of all elements, a scalar.
  package mutating func mean(_ x: Value) -> Value { mean(x, axes: Array(0..<shape(x).rank)) }
}
