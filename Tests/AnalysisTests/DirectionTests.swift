import Analysis
import Testing

@Suite struct DirectionTests {
  /// Five units in the plane: three along one direction, one opposite, one across.
  let units = UnitVectors(count: 5, width: 2, values: [1, 0, 3, 0, -2, 0, 0.5, 0, 0, 4])

  @Test func `parallel units have similarity one whatever their length`() {
    let similarity = CosineSimilarity(units)
    #expect(similarity[0, 1] == 1)
    #expect(similarity[0, 2] == -1)
    #expect(similarity[0, 4] == 0)
  }

  @Test func `groups tell directions from lines`() {
    let similarity = CosineSimilarity(units)
    #expect(similarity.groupSizes(above: 0.95, by: .direction) == [3, 1, 1])
    #expect(similarity.groupSizes(above: 0.95, by: .line) == [4, 1])
  }

  @Test func `share and mean count each pair once`() {
    let similarity = CosineSimilarity(units)
    #expect(similarity.share(above: 0.95) == 0.6)
    #expect(similarity.meanAbsolute == 0.6)
  }

  @Test func `the order puts similar units together and does not depend on how they came`() {
    let similarity = CosineSimilarity(units)
    let order = similarity.orderByLeadingEigenvector()
    #expect(order == [0, 1, 3, 4, 2])
    #expect(similarity.ordered(by: order)[1] == 1)
  }

  @Test func `average linkage puts groups beside each other at every level`() {
    // At 0°, 50°, 5°, 90° and 55°: 0 with 5, 50 with 55 and then with 90.
    let turns = [(1.0, 0.0), (0.6427876, 0.7660444), (0.9961947, 0.0871557), (0, 1), (0.5735764, 0.8191520)]
    let similarity = CosineSimilarity(UnitVectors(count: 5, width: 2, values: turns.flatMap { [$0.0, $0.1] }))
    #expect(similarity.order(by: .hierarchical) == [0, 2, 1, 4, 3])
    #expect(similarity.order(by: .none) == [0, 1, 2, 3, 4])
    #expect(similarity.order(by: .eigenvector) == similarity.orderByLeadingEigenvector())
  }

  /// The closest two groups are joined until one is left, found by looking at all pairs of their members.
  static func linkedByForce(_ similarity: CosineSimilarity) -> [Int] {
    var groups = (0..<similarity.count).map { [$0] }
    func distance(_ a: [Int], _ b: [Int]) -> Double {
      let sum = a.reduce(0.0) { sum, u in b.reduce(sum) { $0 + 1 - similarity[u, $1] } }
      return sum / Double(a.count * b.count)
    }
    while groups.count > 1 {
      var best = (first: 0, second: 1)
      for first in groups.indices {
        for second in groups.indices where second > first {
          if distance(groups[first], groups[second]) < distance(groups[best.first], groups[best.second]) { best = (first, second) }
        }
      }
      let joined = groups.remove(at: best.second)
      groups[best.first] += joined
    }
    return groups[0]
  }

  @Test(arguments: 1...12) func `chains of neighbours find the tree that looking at all pairs finds`(_ count: Int) {
    var state = UInt64(count)
    let values = (0..<(count * 3)).map { _ -> Double in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 30) - 1
    }
    let similarity = CosineSimilarity(UnitVectors(count: count, width: 3, values: values))
    #expect(similarity.orderByAverageLinkage() == Self.linkedByForce(similarity))
  }

  @Test func `equal units and numbers that are none have an order`() {
    let equal = CosineSimilarity(UnitVectors(count: 4, width: 1, values: [1, 1, 1, 1]))
    #expect(equal.orderByAverageLinkage().sorted() == [0, 1, 2, 3])
    let broken = CosineSimilarity(UnitVectors(count: 3, width: 1, values: [1, .nan, 2]))
    #expect(broken.orderByAverageLinkage() == [0, 1, 2])
  }

  @Test func `a Gram matrix holds the products of all rows`() {
    #expect(gramMatrix([1, 2, 0, 3], rows: 2) == [5, 6, 6, 9])
    #expect(gramMatrix([], rows: 0) == [])
  }

  @Test(arguments: 1...9) func `products of rows are the sums in index order, however many run side by side`(_ rows: Int) {
    let values = (0..<(rows * 7)).map { 1 / (3 + Double($0 * $0 % 97)) - 0.1 }
    let gram = gramMatrix(values, rows: rows)
    for row in 0..<rows {
      for other in 0..<rows {
        var sum = 0.0
        for column in 0..<7 { sum += values[row * 7 + column] * values[other * 7 + column] }
        #expect(gram[row * rows + other] == sum)
      }
    }
  }

  @Test func `numbers over pairs do not change under a permutation of units`() {
    let permuted = CosineSimilarity(units.rows([4, 2, 0, 3, 1]))
    let original = CosineSimilarity(units)
    #expect(permuted.meanAbsolute == original.meanAbsolute)
    #expect(permuted.groupSizes(above: 0.9, by: .direction) == original.groupSizes(above: 0.9, by: .direction))
  }

  @Test func `a tiny unit is left out before its direction is asked for`() {
    let mixed = UnitVectors(count: 3, width: 1, values: [1, 0.05, -0.5])
    #expect(mixed.longest(above: 0.1) == [0, 2])
  }

  @Test func `a zero vector is similar to nothing`() {
    let similarity = CosineSimilarity(UnitVectors(count: 2, width: 2, values: [0, 0, 1, 1]))
    #expect(similarity[0, 1] == 0)
    #expect(similarity[0, 0] == 0)
  }

  @Test func `fewer than two units have no pairs`() {
    #expect(CosineSimilarity(UnitVectors(count: 1, width: 1, values: [1])).meanAbsolute.isNaN)
  }

  @Test func `biases are folded into the unit's vector`() {
    let folded = UnitVectors(weights: [3, 0, 0, 1], biases: [4, 0])
    #expect(folded.values == [3, 0, 4, 0, 1, 0])
    #expect(folded.norms == [5, 1])
  }
}

@Suite struct NormTests {
  @Test(arguments: [(Norm.l1, 7.0), (.l2, 5.0), (.max, 4.0)])
  func `norms of three and minus four`(norm: Norm, expected: Double) {
    #expect(norm.of([[3], [-4]]) == expected)
  }

  @Test func `a number that is not one shows in every norm`() {
    for norm in Norm.allCases { #expect(norm.of([[1, .nan, 2]]).isNaN) }
  }

  @Test func `relative distance is zero at the start and one after a move of the start's length`() {
    #expect(relativeDistance(from: [[3, 4]], to: [[3, 4]]) == 0)
    #expect(relativeDistance(from: [[3, 4]], to: [[6, 8]]) == 1)
    #expect(relativeDistance(from: [[0]], to: [[1]]) == .infinity)
  }
}
