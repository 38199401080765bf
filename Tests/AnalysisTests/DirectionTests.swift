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
