import Kernels
import Testing

@Suite("Scalar functions of the expression language")
struct ScalarMathTests {
  struct Function: CustomTestStringConvertible {
    let name: String
    let apply: @Sendable (Double) -> Double
    var testDescription: String { name }
  }

  static let functions = [
    Function(name: "log2", apply: ScalarMath.log2), Function(name: "log10", apply: ScalarMath.log10),
    Function(name: "tan", apply: ScalarMath.tan), Function(name: "sinh", apply: ScalarMath.sinh),
    Function(name: "cosh", apply: ScalarMath.cosh),
  ]

  @Test("are correctly rounded on the table of exact values", arguments: functions)
  func table(function: Function) throws {
    for row in try ReferenceTable.rows(of: function.name) {
      #expect(row.error(of: function.apply(row.arguments[0])) <= 0.501, "at \(row.arguments[0])")
    }
  }

  @Test("powers are correctly rounded on the table of exact values")
  func powers() throws {
    for row in try ReferenceTable.rows(of: "power") {
      let result = ScalarMath.power(row.arguments[0], row.arguments[1])
      #expect(row.error(of: result) <= 0.5002, "\(row.arguments[0])^\(row.arguments[1])")
    }
  }

  @Test("angles are correctly rounded on the table of exact values")
  func angles() throws {
    let rows = try ReferenceTable.rows(of: "atan2")
    #expect(rows.count == 600)
    for row in rows {
      let result = ScalarMath.atan2(row.arguments[0], row.arguments[1])
      #expect(row.error(of: result) <= 0.501, "atan2(\(row.arguments[0]), \(row.arguments[1]))")
    }
  }

  /// y, x and the angle; the nearest doubles to π, 3π/4, π/2 and π/4 stand for these.
  static let exactAngles: [(Double, Double, Double)] = [
    (0, 1, 0), (-0.0, 1, -0.0), (0, -1, .pi), (-0.0, -1, -.pi), (0, 0, 0), (-0.0, 0, -0.0), (0, -0.0, .pi),
    (-0.0, -0.0, -.pi), (1, 0, .pi / 2), (-1, -0.0, -.pi / 2), (1, 1, .pi / 4), (-3, 3, -.pi / 4), (2, -2, 3 * .pi / 4),
    (.infinity, .infinity, .pi / 4), (-.infinity, -.infinity, -3 * .pi / 4), (1, .infinity, 0), (-1, -.infinity, -.pi),
    (.infinity, 1, .pi / 2), (-.infinity, -7, -.pi / 2), (.nan, 1, .nan), (1, .nan, .nan), (0x1p-1074, 1, 0x1p-1074),
    (0x1p-1074, 0x1p-1074, .pi / 4), (0x1p-1000, 0x1p1000, 0), (1, -0x1p100, .pi), (0x1.fp1023, 0x1.fp1023, .pi / 4),
    (0x1p-40, 1, 0x1p-40), (-1, 0x1p-80, -.pi / 2), (3, 0x1.8p2, 0.4636476090008061),
  ]

  @Test("angles of special and exact arguments", arguments: exactAngles)
  func specialAngles(_ y: Double, _ x: Double, _ expected: Double) {
    #expect(ScalarMath.atan2(y, x).bitPattern == expected.bitPattern)
  }

  @Test("an arctangent is the inverse of a tangent, and odd")
  func arctangents() {
    let stream = RandomStream(seed: 5, name: "angles")
    for index in 0..<300 as Range<UInt64> {
      let angle = stream.normal(at: index) / 3
      guard abs(angle) < 1.5 else { continue }
      let tangent = ScalarMath.tan(angle)
      #expect(ScalarMath.atan(-tangent) == -ScalarMath.atan(tangent))
      // The tangent is rounded: half an ulp of it is less of the angle, never more than one ulp.
      #expect(abs(ScalarMath.atan(tangent) - angle) <= angle.ulp)
    }
    #expect(ScalarMath.atan(.infinity) == .pi / 2)
  }

  static let exactPowers: [(Double, Double, Double)] = [
    (25, -0.5, 0.2), (10, -3, 0.001), (2, 10, 1024), (3, 20, 3_486_784_401), (10, 22, 1e22), (10, 23, 1e23),
    (10, 308, 1e308), (10, -308, 1e-308), (10, -323, 0x1p-1073),
    (2, -1074, 0x1p-1074), (2, -1075, 0), (2, 1024, .infinity),
    (3, 34, 16_677_181_699_666_568), (2.25, 1.5, 3.375), (0.1, 2, 0.010000000000000002), (1e-200, 1.5, 1e-300),
    (-2, 3, -8), (-2, 2, 4), (-8, -1, -0.125),
    (-2, 0.5, .nan), (7, 0, 1), (.nan, 0, 1), (1, .nan, 1), (.nan, 1, .nan),
    (0, 2, 0), (-0.0, 3, -0.0), (-0.0, 2, 0), (0, -1, .infinity), (-0.0, -1, -.infinity), (-0.0, -2, .infinity),
    (.infinity, 2, .infinity), (.infinity, -2, 0), (-.infinity, 3, -.infinity), (-.infinity, 2, .infinity),
    (-.infinity, -3, -0.0), (2, .infinity, .infinity), (2, -.infinity, 0), (0.5, .infinity, 0), (-1, .infinity, 1),
    (0.5, -.infinity, .infinity), (1.0000000001, 1e15, .infinity), (0x1p-1074, 0.5, 0x1p-537),
  ]

  @Test("powers of special and exact arguments", arguments: exactPowers)
  func special(_ x: Double, _ y: Double, _ expected: Double) {
    #expect(ScalarMath.power(x, y).bitPattern == expected.bitPattern)
  }

  @Test("logarithms of powers are exact")
  func exactLogarithms() {
    for k in -1074...1023 {
      #expect(ScalarMath.log2(Double(sign: .plus, exponent: k, significand: 1)) == Double(k))
    }
    for (k, x) in [1.0, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e15, 1e22].enumerated() where k < 8 {
      #expect(ScalarMath.log10(x) == Double(k))
    }
    #expect(ScalarMath.log10(1e22) == 22)
    #expect(ScalarMath.log10(0) == -.infinity)
    #expect(ScalarMath.log2(-1).bitPattern == 0x7ff8_0000_0000_0000)
  }

  @Test("give the same bits as in an array")
  func sameAsArrays() {
    var values = [Double](repeating: 0, count: 1000)
    let stream = RandomStream(seed: 3, name: "scalars")
    values.withUnsafeMutableBufferPointer { stream.fillNormal($0, standardDeviation: 3) }
    for function in ElementaryFunction.allCases {
      var results = values
      function.apply(values, &results, count: values.count)
      for i in values.indices { #expect(function(values[i]).bitPattern == results[i].bitPattern) }
    }
  }

  @Test("a table of powers gives the bits of the power function", arguments: [0, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1 - 0x1p-20])
  func powerTable(base: Double) {
    let table = PowerTable(base)
    var exponents = Array(0...3000)
    var exponent = 3001.0
    // Until the power is lost beside 1.
    while exponent < 1e8, ScalarMath.power(base, exponent) > 0x1p-60 {
      exponents.append(Int(exponent))
      exponent = (exponent * 1.001).rounded(.up)
    }
    for n in exponents where ScalarMath.power(base, Double(n)) > 0x1p-500 {
      #expect(table[n] == ScalarMath.power(base, Double(n)), "\(base)^\(n)")
    }
  }
}
