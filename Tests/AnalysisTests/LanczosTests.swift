import Analysis
import Kernels
import Testing

@Suite struct LanczosTests {
  static func start(_ order: Int) -> [Double] {
    let stream = RandomStream(seed: 2, name: "start")
    return (0..<order).map { stream.normal(at: UInt64($0)) }
  }

  /// What the method makes of a diagonal matrix.
  static func ends(_ diagonal: [Double], steps: Int) throws -> (values: [Double], errors: [Double]) {
    try LanczosMatrix(steps: steps, start: start(diagonal.count)) { zip(diagonal, $0).map { $0 * $1 } }.eigenvalues()
  }

  @Test(arguments: [1, 2, 7, 40]) func `as many steps as there are rows find every eigenvalue`(_ order: Int) throws {
    let diagonal = (0..<order).map { Double(($0 * 17) % order) - 3.5 }
    let (values, errors) = try Self.ends(diagonal, steps: order + 5)
    #expect(values.count == order)
    for (found, expected) in zip(values, diagonal.sorted()) { #expect(abs(found - expected) < 1e-12) }
    #expect(errors.allSatisfy { $0 < 1e-10 })
  }

  @Test func `few steps find the ends, and each value has an eigenvalue within its error`() throws {
    let diagonal = (0..<500).map { $0 == 0 ? -30 : $0 == 1 ? 40 : 10 * ScalarMath.sin(Double($0)) }
    let (values, errors) = try Self.ends(diagonal, steps: 60)
    #expect(values.count == 60 && errors[0] < 1e-6 && errors[59] < 1e-6)
    let sorted = diagonal.sorted()
    #expect(abs(values[0] - sorted[0]) < 1e-9 && abs(values[59] - sorted[499]) < 1e-9)
    for (value, error) in zip(values, errors) {
      #expect(diagonal.contains { abs($0 - value) <= error + 1e-9 })
    }
    // The middle of the spectrum is not found by so few steps, and the errors say so.
    #expect(errors[30] > 1e-3)
  }

  @Test func `a multiple eigenvalue is found once, and the steps end where nothing is left`() throws {
    let (values, errors) = try Self.ends([3, 3, 3, -2, -2, 0], steps: 6)
    #expect(values.count == 3 && zip(values, [-2, 0, 3]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(errors.allSatisfy { $0 < 1e-11 })
    #expect(try Self.ends([0, 0, 0], steps: 3).values == [0])
  }

  @Test func `what is not finite has no eigenvalues`() {
    #expect(throws: SpectrumFailure.nonfinite) { try Self.ends([1, .nan, 2], steps: 3) }
    #expect(throws: SpectrumFailure.nonfinite) { try Self.ends([1, .infinity], steps: 2) }
  }
}
