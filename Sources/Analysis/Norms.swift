/// Lengths of parameter vectors. Sums run in index order in double precision, so that a digest may cover them.
package enum Norm: String, Sendable, CaseIterable {
  /// Σ |x|.
  case l1
  /// √ Σ x².
  case l2
  /// The largest |x|.
  case max

  /// The norm of all `tensors` taken as one vector; NaN if any number is.
  package func of(_ tensors: [[Double]]) -> Double {
    var result = 0.0
    for tensor in tensors {
      for value in tensor {
        switch self {
        case .l1: result += abs(value)
        case .l2: result += value * value
        case .max: result = value.isNaN || result.isNaN ? .nan : Swift.max(result, abs(value))
        }
      }
    }
    return self == .l2 ? result.squareRoot() : result
  }
}

/// How far parameters moved, relative to where they started: RD(θ) = ‖θ − θ₀‖₂ / ‖θ₀‖₂.
///
/// Source: Luo, Xu, Ma, Zhang, "Phase diagram for two-layer ReLU neural networks at infinite-width limit", JMLR 22 (2021), section 3.
/// - Returns: infinity when the start is zero and the end is not, NaN when both are.
package func relativeDistance(from start: [[Double]], to end: [[Double]]) -> Double {
  precondition(start.count == end.count, "relative distance compares the same tensors at two times")
  var differences: [[Double]] = []
  for (old, new) in zip(start, end) {
    precondition(old.count == new.count, "relative distance compares tensors of one shape")
    differences.append(zip(old, new).map { $1 - $0 })
  }
  return Norm.l2.of(differences) / Norm.l2.of(start)
}
