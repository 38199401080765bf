import Analysis
import Kernels
import Testing

@Suite struct CurveTests {
  @Test func `a polynomial is found by those of its degree and above`() {
    let x = (0..<21).map { -3 + 0.35 * Double($0) }
    let y = x.map { 2 - $0 + 0.5 * $0 * $0 * $0 }
    let fits = determinations(of: y, over: x, through: 6)
    #expect(fits.count == 7 && fits[0] == 0)
    #expect(fits[1] < fits[2] && fits[2] < 0.999)
    for degree in 3...6 { #expect(abs(fits[degree] - 1) < 1e-14) }
  }

  @Test func `the straight line through four points has the share of the sum of squares that it explains`() {
    // x̄ = 1.5, ȳ = 2, Σ (x − x̄)(y − ȳ) = 4, Σ (x − x̄)² = 5, Σ (y − ȳ)² = 4: R² = 4² / 20.
    let fits = determinations(of: [1, 1, 3, 3], over: [0, 1, 2, 3], through: 3)
    #expect(abs(fits[1] - 0.8) < 1e-15)
    #expect(abs(fits[3] - 1) < 1e-15)
  }

  @Test func `points fewer than coefficients are met by every further polynomial`() {
    let fits = determinations(of: [1, 5, 2, 2], over: [0, 1, 2, 1], through: 8)
    // Two values at 1: the rest of 4.5 of Σ (y − 2.5)² = 9 can never be explained.
    for degree in 2...8 { #expect(abs(fits[degree] - 0.5) < 1e-14) }
  }

  @Test func `a constant has nothing to explain`() {
    let fits = determinations(of: [2, 2, 2], over: [0, 1, 2], through: 1)
    #expect(fits.allSatisfy { $0.isNaN })
    let broken = determinations(of: [2, .nan], over: [0, 1], through: 2)
    #expect(broken.count == 3 && broken.allSatisfy { $0.isNaN })
  }

  @Test func `high degrees over many points stay exact`() {
    // T₂₄ over 400 points: nothing below its degree, everything at it.
    let x = (0..<400).map { -1 + Double($0) / 199.5 }
    var (before, y) = (x.map { _ in 1.0 }, x)
    for _ in 1..<24 { (before, y) = (y, x.indices.map { index -> Double in 2 * x[index] * y[index] - before[index] }) }
    let fits = determinations(of: y, over: x, through: 32)
    #expect(fits[23] < 0.2)
    #expect(abs(fits[24] - 1) < 1e-10 && abs(fits[32] - 1) < 1e-10)
  }

  static func wave(_ count: Int, _ value: (Double) -> Double) -> [Double] {
    (0..<count).map { value(2 * Double.pi * Double($0) / Double(count)) }
  }

  @Test func `a frequency's coefficient is half its amplitude, turned by its phase`() {
    let y = Self.wave(12) { angle -> Double in
      let (slow, fast) = (2 * ScalarMath.cos(angle), 4 * ScalarMath.sin(5 * angle))
      return 3 + slow + fast
    }
    let expected: [(frequency: Int, real: Double, imaginary: Double)] = [(0, 3, 0), (1, 1, 0), (2, 0, 0), (5, 0, -2), (17, 0, -2)]
    for row in expected {
      let found = FourierCoefficient(of: y, at: row.frequency)
      let distance = max(abs(found.real - row.real), abs(found.imaginary - row.imaginary))
      #expect(distance < 1e-14, "\(row.frequency)")
    }
  }

  @Test func `a shifted wave is wrong as a number and right in size`() {
    let target = FourierCoefficient(of: Self.wave(16) { ScalarMath.sin(3 * $0) }, at: 3)
    let shifted = FourierCoefficient(of: Self.wave(16) { ScalarMath.cos(3 * $0) }, at: 3)
    // From −i/2 to 1/2: √2 times the size.
    #expect(abs(FrequencyError.complex.of(shifted, from: target) - 2.0.squareRoot()) < 1e-14)
    #expect(FrequencyError.modulus.of(shifted, from: target) < 1e-14)
    let double = FourierCoefficient(of: Self.wave(16) { -2 * ScalarMath.sin(3 * $0) }, at: 3)
    #expect(abs(FrequencyError.complex.of(double, from: target) - 3) < 1e-13)
    #expect(abs(FrequencyError.modulus.of(double, from: target) - 1) < 1e-13)
  }

  @Test func `the direction of data is the mean of inputs times targets`() {
    let (inputs, targets) = ([1.0, 2, 3, 4, 5, 6], [1.0, -1, 2])
    let sums: [Double] = [8, 10, 2]
    let means = sums.map { $0 / 3 }
    #expect(targetDirection(inputs: inputs, targets: targets, width: 2) == Array(means[..<2]))
    #expect(targetDirection(inputs: inputs, targets: targets, width: 3) == means)
  }

  @Test func `a projection is the part of all units along a direction`() {
    let units = UnitVectors(count: 4, width: 2, values: [6, 8, -3, -4, 4, -3, 0, 0])
    let projection = Projection(of: units, onto: [30, 40])
    #expect(projection.cosines == [1, -1, 0, 0])
    // 100 + 25 of 100 + 25 + 25.
    #expect(abs(projection.ratio - (125 / 150.0).squareRoot()) < 1e-15)
    #expect(projection.share(above: 0.95) == 0.5)
  }
}
