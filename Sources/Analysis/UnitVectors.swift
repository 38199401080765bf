/// The vectors of a layer's units: one row per neuron or convolution kernel.
///
/// Goals, in order: the same bits everywhere (sums run in index order, only + − × ÷ and square roots are used); no surprise at zero
/// vectors; speed for up to a few thousand units.
package struct UnitVectors: Sendable {
  /// Number of units, m.
  package let count: Int
  /// Numbers of each, d.
  package let width: Int
  /// (m, d), row-major.
  package let values: [Double]
  /// Euclidean length of each row, (m).
  package let norms: [Double]

  /// - Precondition: `values.count == count * width`.
  package init(count: Int, width: Int, values: [Double]) {
    precondition(values.count == count * width, "unit vectors have one number for each unit and column")
    self.count = count
    self.width = width
    self.values = values
    var norms: [Double] = []
    norms.reserveCapacity(count)
    for unit in 0..<count {
      var sum = 0.0
      for column in 0..<width {
        let value = values[unit * width + column]
        sum += value * value
      }
      norms.append(sum.squareRoot())
    }
    self.norms = norms
  }

  /// Rows of `weights` (m, d), each extended by the unit's bias: a neuron's input weight with its threshold folded in.
  package init(weights: [Double], biases: [Double]) {
    let count = biases.count
    precondition(count > 0 && weights.count % count == 0, "every unit has as many weights as the others")
    let width = weights.count / count
    var values: [Double] = []
    values.reserveCapacity(weights.count + count)
    for unit in 0..<count {
      values.append(contentsOf: weights[(unit * width)..<((unit + 1) * width)])
      values.append(biases[unit])
    }
    self.init(count: count, width: width + 1, values: values)
  }

  /// Units whose length is more than `fraction` of the longest, in index order. A tiny vector has an arbitrary direction.
  package func longest(above fraction: Double) -> [Int] {
    let limit = (norms.max() ?? 0) * fraction
    return (0..<count).filter { norms[$0] > limit }
  }

  /// The rows named, as vectors of their own.
  package func rows(_ indices: [Int]) -> UnitVectors {
    UnitVectors(
      count: indices.count, width: width,
      values: indices.flatMap { values[($0 * width)..<(($0 + 1) * width)] })
  }
}
