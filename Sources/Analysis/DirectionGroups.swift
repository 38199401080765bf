/// What counts as one group of units.
package enum Alignment: String, Sendable, CaseIterable {
  /// The same direction: D above the threshold.
  case direction
  /// The same line, either way along it: |D| above the threshold.
  case line
}

extension CosineSimilarity {
  /// Groups of units that point the same way, found greedily: the unit with most ungrouped neighbours above `threshold`
  /// takes them all, and so on until no unit is left. The number of groups is the number of effective directions; 1 is full condensation.
  ///
  /// Ties go to the lower index. Complexity: O(m² · groups).
  ///
  /// - Returns: the units of each group in index order, the largest group first.
  package func groups(above threshold: Double, by alignment: Alignment) -> [[Int]] {
    var ungrouped = [Bool](repeating: true, count: count)
    var groups: [[Int]] = []
    while true {
      var bestUnit = -1
      var bestSize = 0
      for unit in 0..<count where ungrouped[unit] {
        let size = neighbours(of: unit, among: ungrouped, above: threshold, by: alignment).count
        if size > bestSize {
          bestUnit = unit
          bestSize = size
        }
      }
      guard bestUnit >= 0 else { break }
      let members = neighbours(of: bestUnit, among: ungrouped, above: threshold, by: alignment)
      for unit in members { ungrouped[unit] = false }
      groups.append(members)
    }
    return groups
  }

  /// The sizes of these groups, largest first.
  package func groupSizes(above threshold: Double, by alignment: Alignment) -> [Int] {
    groups(above: threshold, by: alignment).map(\.count)
  }

  /// Ungrouped units aligned with `unit`, itself always among them.
  private func neighbours(
    of unit: Int, among ungrouped: [Bool], above threshold: Double, by alignment: Alignment
  ) -> [Int] {
    (0..<count).filter { other in
      guard ungrouped[other] else { return false }
      if other == unit { return true }
      let similarity = self[unit, other]
      return (alignment == .line ? abs(similarity) : similarity) > threshold
    }
  }
}
