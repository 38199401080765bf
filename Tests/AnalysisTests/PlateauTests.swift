import Analysis
import Kernels
import Testing

@Suite struct PlateauTests {
  /// A curve of straight pieces on logarithmic axes: from 1 to 10⁶, flat or falling as the square, a decade each.
  static func staircase(_ flat: [Bool], perDecade: Int = 10) -> (steps: [Int], values: [Double]) {
    var (steps, values, logarithm) = ([Int](), [Double](), 0.0)
    for (decade, isFlat) in flat.enumerated() {
      for place in 0..<perDecade {
        steps.append(Int(ScalarMath.power(10, Double(decade + 2) + Double(place) / Double(perDecade))))
        values.append(ScalarMath.power(10, logarithm))
        logarithm -= isFlat ? 0 : 2 / Double(perDecade)
      }
    }
    return (steps, values)
  }

  @Test(arguments: [[true], [false], [true, false], [true, false, true], [false, true, false, true, false], [true, true, false]])
  func `every flat stretch is one plateau`(_ flat: [Bool]) {
    let curve = Self.staircase(flat)
    let found = plateaus(steps: curve.steps, values: curve.values, slope: 0.5)
    let expected = flat.indices.filter { flat[$0] && ($0 == 0 || !flat[$0 - 1]) }.count
    #expect(found.count == expected)
    for plateau in found {
      #expect(plateau.slope < 1e-12 && plateau.first <= plateau.flattest && plateau.flattest <= plateau.last)
      #expect(plateau.last - plateau.first >= 2)
    }
  }

  @Test func `a power law is a plateau exactly below its exponent`() {
    let steps = (1...40).map { $0 * $0 }
    let values = steps.map { 3 * ScalarMath.power(Double($0), -0.25) }
    #expect(plateaus(steps: steps, values: values, slope: 0.26).count == 1)
    #expect(plateaus(steps: steps, values: values, slope: 0.24).isEmpty)
  }

  @Test func `what has no logarithm is no plateau`() {
    #expect(plateaus(steps: [], values: [], slope: 1).isEmpty)
    #expect(plateaus(steps: [0, 1, 2, 3], values: [1, 1, 1, 1], slope: 1).isEmpty)
    #expect(plateaus(steps: [1, 2, 3, 4, 5], values: [1, 1, .nan, 1, 1], slope: 1).isEmpty)
    #expect(plateaus(steps: [1, 2, 3, 4, 5], values: [0, 0, 0, 0, 0], slope: 1).isEmpty)
    #expect(plateaus(steps: [1, 2, 3, 4, 5], values: [1, 1, 1, 1, 1], slope: 1).count == 1)
  }
}
