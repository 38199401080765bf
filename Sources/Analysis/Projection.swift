/// The direction z = (1/n) Σ_i y_i (x_i, 1), not of length 1; without the 1 where `width` is that of an input.
///
/// Source: Chen, Li, Luo, Zhou, Xu, "Phase diagram of initial condensation for two-layer neural networks", arXiv:2303.06561.
/// - Parameters:
///   - inputs: (n, d), row-major.
///   - targets: (n).
///   - width: d, or d + 1 with the 1.
package func targetDirection(inputs: [Double], targets: [Double], width: Int) -> [Double] {
  let numbers = inputs.count / max(targets.count, 1)
  precondition(width == numbers || width == numbers + 1, "a direction has a number for each input, and may have one more")
  var sums = [Double](repeating: 0, count: width)
  for (sample, target) in targets.enumerated() {
    for column in 0..<numbers { sums[column] += target * inputs[sample * numbers + column] }
    if width > numbers { sums[numbers] += target }
  }
  return sums.map { $0 / Double(targets.count) }
}

/// Units beside one direction.
package struct Projection: Sendable {
  /// The cosine of the angle between each unit and the direction; 0 for a unit of length zero, (m).
  package let cosines: [Double]
  /// ‖P_z θ‖ / ‖θ‖ of all units as one vector: 1 where all lie along the direction, about 1/√d where none knows it.
  package let ratio: Double

  /// - Precondition: the direction has as many numbers as a unit.
  package init(of units: UnitVectors, onto direction: [Double]) {
    precondition(direction.count == units.width, "a direction has as many numbers as a unit")
    let length = Norm.l2.of([direction])
    let components = (0..<units.count).map { unit in
      var sum = 0.0
      for column in 0..<units.width { sum += units.values[unit * units.width + column] * direction[column] }
      return sum / length
    }
    ratio = Norm.l2.of([components]) / Norm.l2.of([units.norms])
    cosines = zip(components, units.norms).map { $1 > 0 ? max(-1, min(1, $0 / $1)) : 0 * $1 }
  }

  /// The share of units whose cosine is larger than `threshold` in size.
  package func share(above threshold: Double) -> Double {
    Double(cosines.count { abs($0) > threshold }) / Double(cosines.count)
  }
}
