// Letters: n samples, c classes.

extension TensorGraph {
  /// The logits minus the largest of each row, which is detached: the shift leaves every softmax as it is, so it needs
  /// no derivative of its own, and keeps the exponentials from overflowing.
  package mutating func shiftedByRowMaximum(_ logits: Value) -> Value {
    let rows = shape(logits)
    let largest = detach(max(logits, axes: [1]))
    return subtract(logits, broadcast(largest, to: rows, newAxes: [1]))
  }

  /// The softmax of each row of `logits` (n, c): e^xⱼ / Σₖ e^xₖ.
  package mutating func softmax(_ logits: Value) -> Value {
    let exponentials = unary(.exp, shiftedByRowMaximum(logits))
    let total = sum(exponentials, axes: [1])
    return divide(exponentials, broadcast(total, to: shape(logits), newAxes: [1]))
  }

  /// The cross entropy of each sample, shape (n): log Σₖ e^xₖ − Σⱼ tⱼ·xⱼ.
  ///
  /// - Parameters:
  ///   - logits: x, (n, c).
  ///   - targets: t, (n, c): one-hot rows, or any rows that sum to 1.
  package mutating func softmaxCrossEntropy(_ logits: Value, targets: Value) -> Value {
    let shifted = shiftedByRowMaximum(logits)
    let normalizer = unary(.log, sum(unary(.exp, shifted), axes: [1]))
    return subtract(normalizer, sum(multiply(targets, shifted), axes: [1]))
  }
}
