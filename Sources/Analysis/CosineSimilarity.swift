/// The matrix D(u, v) = ⟨u, v⟩ / (‖u‖ ‖v‖) of a layer's units: 1 for the same direction, −1 for opposite ones, 0 for orthogonal ones.
///
/// Source: arXiv:2105.11686, section 3 (cosine similarity of input weights). A unit of length zero has no direction: its similarities
/// are 0.
package struct CosineSimilarity: Sendable {
  /// Number of units, m.
  package let count: Int
  /// (m, m), row-major, symmetric, every entry in [−1, 1].
  package let values: [Double]

  /// Complexity: O(m² d).
  package init(_ units: UnitVectors) {
    count = units.count
    var values = [Double](repeating: 0, count: count * count)
    for row in 0..<units.count {
      let dots = units.values.withUnsafeBufferPointer { products(ofRow: row, in: $0, width: units.width) }
      for column in row..<units.count {
        let length = units.norms[row] * units.norms[column]
        var similarity = 0.0
        if length > 0 {
          similarity = row == column ? 1 : max(-1, min(1, dots[column - row] / length))
        } else if length.isNaN {
          similarity = .nan
        }
        values[row * count + column] = similarity
        values[column * count + row] = similarity
      }
    }
    self.values = values
  }

  package subscript(row: Int, column: Int) -> Double { values[row * count + column] }

  /// Mean of |D| over all pairs of different units; NaN with fewer than two units.
  package var meanAbsolute: Double {
    averageOverPairs { abs($0) }
  }

  /// Share of the pairs of different units with |D| above `threshold`; NaN with fewer than two units.
  package func share(above threshold: Double) -> Double {
    averageOverPairs { abs($0) > threshold ? 1 : 0 }
  }

  private func averageOverPairs(_ value: (Double) -> Double) -> Double {
    guard count > 1 else { return .nan }
    var sum = 0.0
    for row in 0..<count {
      for column in (row + 1)..<max(count, row + 1) { sum += value(self[row, column]) }
    }
    return sum / (Double(count) * Double(count - 1) / 2)
  }

  /// The same similarities with rows and columns in another order.
  package func ordered(by order: [Int]) -> [Double] {
    order.flatMap { row in order.map { self[row, $0] } }
  }
}
