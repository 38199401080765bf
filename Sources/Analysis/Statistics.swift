/// Σ x / n, added in order; NaN for no numbers.
package func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// √(Σ (x − mean)² / (n − 1)); NaN for fewer than two numbers.
package func standardDeviation(_ values: [Double]) -> Double {
  guard values.count > 1 else { return .nan }
  let center = mean(values)
  let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
  return (squares / Double(values.count - 1)).squareRoot()
}

/// √(Σ x² / n); NaN for no numbers.
package func rootMeanSquare(_ values: [Double]) -> Double {
  (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
}

/// The quantile of definition 7 of Hyndman & Fan, "Sample quantiles in statistical packages" (1996): the number at place
/// (n − 1) · level of the sorted ones, interpolated linearly. NaN for no numbers, or when one of them is NaN.
/// - Parameter level: from 0 (the smallest) to 1 (the largest).
/// - Complexity: O(n log n).
package func quantile(_ values: [Double], _ level: Double) -> Double {
  guard !values.isEmpty, !values.contains(where: \.isNaN) else { return .nan }
  let sorted = values.sorted()
  let place = Double(sorted.count - 1) * level
  let below = Int(place.rounded(.down))
  let fraction = place - Double(below)
  if fraction == 0 { return sorted[below] }
  return sorted[below] + fraction * (sorted[below + 1] - sorted[below])
}

/// The smallest number; NaN for none, or when one of them is NaN.
package func smallest(_ values: [Double]) -> Double {
  values.reduce(values.first ?? .nan) { $0.isNaN || $1.isNaN ? .nan : Swift.min($0, $1) }
}

/// The largest number; NaN for none, or when one of them is NaN.
package func largest(_ values: [Double]) -> Double {
  values.reduce(values.first ?? .nan) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) }
}

/// Where y crosses zero as x grows, each place found by linear interpolation between two neighbours; a y that is exactly zero
/// counts as a place of its own. Neighbours of which one is NaN are passed over.
/// - Complexity: O(n log n).
package func zeroCrossings(x: [Double], y: [Double]) -> [Double] {
  let points = zip(x, y).sorted { $0.0 < $1.0 }
  var places: [Double] = []
  for (index, point) in points.enumerated() {
    if point.1 == 0 { places.append(point.0) }
    guard index > 0 else { continue }
    let before = points[index - 1]
    if before.1 * point.1 < 0 { places.append(before.0 + (point.0 - before.0) * before.1 / (before.1 - point.1)) }
  }
  return places.sorted()
}
