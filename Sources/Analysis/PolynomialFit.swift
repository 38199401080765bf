/// Coefficients of determination R² = 1 − Σ (y − p(x))² / Σ (y − ȳ)² of the least-squares polynomials p of degrees 0 … `degree`.
///
/// The polynomials are built from ones orthogonal over the points by their three-term recurrence (G. Forsythe, "Generation and use of
/// orthogonal polynomials for data-fitting with a digital computer", 1957), on points moved to [−1, 1]: no normal equations are solved.
/// Where the points are fewer than a polynomial has coefficients, it goes through all of them.
///
/// - Returns: one for each degree; NaN where y is constant or a number is not finite.
package func determinations(of y: [Double], over x: [Double], through degree: Int) -> [Double] {
  precondition(x.count == y.count, "every point has a value")
  guard !y.isEmpty, let low = x.min(), let high = x.max(), (x + y).allSatisfy(\.isFinite) else {
    return [Double](repeating: .nan, count: degree + 1)
  }
  let points = x.map { high > low ? (($0 - low) - (high - $0)) / (high - low) : 0 }
  let mean = y.reduce(0, +) / Double(y.count)
  var rest = y.map { $0 - mean }
  let whole = dot(rest, rest)
  var (previous, current) = ([Double](repeating: 0, count: y.count), [Double](repeating: 1, count: y.count))
  var (previousSquare, square) = (1.0, Double(y.count))
  var result = [whole > 0 ? 0 : Double.nan]
  for step in 0..<degree {
    // p₊ = (x − α) p − β p₋, β = ‖p‖² / ‖p₋‖²
    let shift = dot(current, zip(points, current).map { $0 * $1 }) / square
    let ratio = step == 0 ? 0 : square / previousSquare
    let next = current.indices.map { (points[$0] - shift) * current[$0] - ratio * previous[$0] }
    let nextSquare = dot(next, next)
    // Over so few points that they all are zeros of it, the polynomial is zero but for rounding.
    guard nextSquare > 1e-20 * square else { return result + [Double](repeating: result[step], count: degree - step) }
    let coefficient = dot(rest, next) / nextSquare
    for index in rest.indices { rest[index] -= coefficient * next[index] }
    result.append(1 - dot(rest, rest) / whole)
    (previous, current, previousSquare, square) = (current, next, square, nextSquare)
  }
  return result
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}
