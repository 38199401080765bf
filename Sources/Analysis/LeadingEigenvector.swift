extension CosineSimilarity {
  /// An order of the units that puts similar ones beside each other: by their component of the leading eigenvector, largest first.
  ///
  /// A similarity matrix is a Gram matrix, so its leading eigenvalue is positive and power iteration finds the vector. 200 iterations
  /// from a fixed start: the order is a pure function of the matrix, the same bits everywhere. The vector's sign is chosen
  /// so that its largest component is positive; ties keep the units' order. Source of the ordering: the authors' notebook condense.ipynb.
  ///
  /// Complexity: O(200 m²).
  package func orderByLeadingEigenvector() -> [Int] {
    let vector = leadingEigenvector(iterations: 200)
    return (0..<count).sorted { left, right in
      vector[left] != vector[right] ? vector[left] > vector[right] : left < right
    }
  }

  /// The eigenvector of the largest eigenvalue by power iteration, of length 1; all zeros if there is none.
  package func leadingEigenvector(iterations: Int) -> [Double] {
    guard count > 0, values.allSatisfy(\.isFinite) else { return [Double](repeating: 0, count: count) }
    var vector = rowOfLargestNorm
    for _ in 0..<iterations {
      var next = [Double](repeating: 0, count: count)
      var square = 0.0
      for row in 0..<count {
        var sum = 0.0
        for column in 0..<count { sum += self[row, column] * vector[column] }
        next[row] = sum
        square += sum * sum
      }
      guard square > 0 else { return next }
      let length = square.squareRoot()
      vector = next.map { $0 / length }
    }
    var largest = 0
    for index in 0..<count where abs(vector[index]) > abs(vector[largest]) { largest = index }
    return vector[largest] < 0 ? vector.map { -$0 } : vector
  }

  private var rowOfLargestNorm: [Double] {
    var best = 0
    var bestSum = -1.0
    for row in 0..<count {
      var sum = 0.0
      for column in 0..<count { sum += self[row, column] * self[row, column] }
      if sum > bestSum {
        best = row
        bestSum = sum
      }
    }
    return (0..<count).map { self[best, $0] }
  }
}
