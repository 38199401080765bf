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

/// The Euclidean length of each column of a matrix, row-major, summed from the first row on.
package func columnNorms(_ values: [Double], columns: Int) -> [Double] {
  var squares = [Double](repeating: 0, count: columns)
  for (index, value) in values.enumerated() { squares[index % columns] += value * value }
  return squares.map { $0.squareRoot() }
}

/// The relative distance in normalized variables, each tensor divided by the root mean square of its start: the variables a/β₁ and w/β₂, in
/// which no block of parameters drowns the others.
///
/// Source: Luo, Xu, Ma, Zhang, JMLR 22 (2021) 71, section 3 (normalization) and appendix D (the distance of all parameters).
/// - Returns: infinity when a tensor starts at zero and moves, NaN when one starts at zero and stays.
package func normalizedDistance(from start: [[Double]], to end: [[Double]]) -> Double {
  precondition(start.count == end.count, "relative distance compares the same tensors at two times")
  var square = 0.0
  var count = 0
  for (old, new) in zip(start, end) {
    let distance = relativeDistance(from: [old], to: [new])
    // ‖Δ‖² / (‖θ₀‖² / n): n numbers of mean square 1 are n long, squared.
    square += distance * distance * Double(old.count)
    count += old.count
  }
  return (square / Double(count)).squareRoot()
}
