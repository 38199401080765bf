import Analysis
import Testing

@Suite struct RowOrderTests {
  static let pairs: [([Double], [Double], Double)] = [
    ([1, 2, 3, 4], [10, 20, 30, 40], 1), ([1, 2, 3, 4], [9, 4, 1, 0], -1), ([1, 2, 3, 4], [1, 2, 4, 3], 0.8),
    // Equal numbers share the mean of their places: 0, 1.5, 1.5, 3.
    ([1, 2, 2, 3], [1, 2, 3, 4], 0.9486832980505138),
  ]

  @Test(arguments: pairs) func `a rank correlation is that of the places in order`(first: [Double], second: [Double], expected: Double) {
    #expect(abs(rankCorrelation(first, second) - expected) < 1e-15)
    #expect(rankCorrelation(first, second) == rankCorrelation(second, first))
  }

  @Test func `without two different numbers there is no correlation`() {
    #expect(rankCorrelation([1, 1, 1], [1, 2, 3]).isNaN && rankCorrelation([1, .nan], [1, 2]).isNaN && rankCorrelation([], []).isNaN)
  }

  @Test func `points on a line lie along it in their order`() {
    // (1, 2) + t (3, 4) for t = -2, 0, 1, 5: distances from the mean t = 1 times 5.
    let axis = PrincipalAxis([-5, -6, 1, 2, 4, 6, 16, 22], columns: 2)
    #expect(zip(axis.coordinates, [-15, -5, 0, 20]).allSatisfy { abs($0 - $1) < 1e-12 } && abs(axis.share - 1) < 1e-15)
  }

  @Test func `the longer side of a rectangle is the axis`() {
    let axis = PrincipalAxis([0, 0, 0, 1, 3, 0, 3, 1], columns: 2)
    #expect(zip(axis.coordinates, [-1.5, -1.5, 1.5, 1.5]).allSatisfy { abs($0 - $1) < 1e-12 } && abs(axis.share - 0.9) < 1e-12)
  }

  @Test func `equal rows have no axis, and a number that is not finite makes none`() {
    #expect(PrincipalAxis([1, 2, 1, 2], columns: 2).coordinates == [0, 0] && PrincipalAxis([1, 2, 1, 2], columns: 2).share.isNaN)
    #expect(PrincipalAxis([1, .infinity, 1, 2], columns: 2).coordinates.allSatisfy { $0.isNaN })
  }
}
