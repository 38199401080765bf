import Kernels

extension UnitVectors {
  /// The angle of each unit's vector (w, b), from −π up to π, which does not belong to it: 0 where it points along w, π/2 along b. (m).
  ///
  /// Source: Luo, Xu, Ma, Zhang, JMLR 22 (2021) 71, section 3, where a neuron of one input is drawn at this angle. A vector of length
  /// zero has angle 0.
  ///
  /// - Precondition: each unit has two numbers.
  package var angles: [Double] {
    precondition(width == 2, "an angle is that of a vector in the plane")
    return (0..<count).map { circleAngle(values[2 * $0 + 1], values[2 * $0]) }
  }
}

/// The angle of the point (x, y), from −π up to π, which does not belong to it.
func circleAngle(_ y: Double, _ x: Double) -> Double {
  let angle = ScalarMath.atan2(y, x)
  return angle == .pi ? -.pi : angle
}

/// Neurons on the circle of their angles, each with its amplitude.
///
/// They are kept by angle, those of one angle by amplitude, and everything is summed in that order: no number depends on the order in which
/// they came.
package struct Orientations: Sendable {
  /// Ascending, from −π up to π.
  let angles: [Double]
  /// At least 0, in the order of the angles.
  let amplitudes: [Double]
  /// Their sum.
  package let totalAmplitude: Double

  /// - Precondition: one angle for each amplitude.
  package init(angles: [Double], amplitudes: [Double]) {
    precondition(angles.count == amplitudes.count, "every neuron has an angle and an amplitude")
    let order = angles.indices.sorted { (angles[$0], amplitudes[$0]) < (angles[$1], amplitudes[$1]) }
    self.angles = order.map { angles[$0] }
    self.amplitudes = order.map { amplitudes[$0] }
    totalAmplitude = self.amplitudes.reduce(0, +)
  }

  /// Whether every number is one; nothing can be said of the others.
  package var isFinite: Bool { totalAmplitude.isFinite && angles.allSatisfy(\.isFinite) }
}

extension Orientations {
  /// How many connected groups the neurons form on the circle, where neighbours are connected unless more than `gap` lies between them;
  /// 0 without neurons. Neurons not larger than `fraction` of the largest are left out.
  ///
  /// Complexity: O(m).
  package func clusters(gap: Double, above fraction: Double) -> (count: Int, kept: Int) {
    let limit = (amplitudes.max() ?? 0) * fraction
    let kept = angles.indices.filter { amplitudes[$0] > limit }.map { angles[$0] }
    guard let first = kept.first, let last = kept.last else { return (0, 0) }
    var gaps = first + 2 * .pi - last > gap ? 1 : 0
    for (left, right) in zip(kept, kept.dropFirst()) where right - left > gap { gaps += 1 }
    // One gap opens the circle into one group, as none leaves it.
    return (max(gaps, 1), kept.count)
  }
}
