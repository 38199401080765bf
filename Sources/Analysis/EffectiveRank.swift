import Kernels

/// exp(−Σ p log p) with p = σ / Σ σ: the number of directions that singular values are spread over, from 1 to their count; NaN where all
/// are 0.
/// Source: Roy & Vetterli, "The effective rank", EUSIPCO 2007, definition 1.
/// - Parameter singularValues: none negative.
package func effectiveRank(_ singularValues: [Double]) -> Double {
  let sum = singularValues.reduce(0, +)
  let entropy = singularValues.reduce(0.0) { total, value in
    let share = value / sum
    return share > 0 ? total - share * ScalarMath.log(share) : total
  }
  return sum > 0 ? ScalarMath.exp(entropy) : .nan
}
