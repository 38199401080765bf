import Kernels
import Testing

@Suite("Elementary functions at special values")
struct ElementarySpecialValueTests {
  struct Case: CustomTestStringConvertible {
    let function: ElementaryFunction
    let x: Double
    let expected: Double
    var testDescription: String { "\(function)(\(x))" }
  }

  static let inf = Double.infinity
  static let cases: [Case] = [
    Case(function: .exp, x: 0, expected: 1), Case(function: .exp, x: -0.0, expected: 1),
    Case(function: .exp, x: inf, expected: inf), Case(function: .exp, x: -inf, expected: 0),
    Case(function: .exp, x: 1000, expected: inf), Case(function: .exp, x: -1000, expected: 0),
    Case(function: .log, x: 1, expected: 0), Case(function: .log, x: 0, expected: -inf),
    Case(function: .log, x: -0.0, expected: -inf), Case(function: .log, x: inf, expected: inf),
    Case(function: .log, x: -1, expected: .nan), Case(function: .log, x: -inf, expected: .nan),
    Case(function: .log1p, x: 0, expected: 0), Case(function: .log1p, x: -0.0, expected: -0.0),
    Case(function: .log1p, x: -1, expected: -inf), Case(function: .log1p, x: inf, expected: inf),
    Case(function: .log1p, x: -2, expected: .nan), Case(function: .log1p, x: -inf, expected: .nan),
    Case(function: .tanh, x: 0, expected: 0), Case(function: .tanh, x: -0.0, expected: -0.0),
    Case(function: .tanh, x: inf, expected: 1), Case(function: .tanh, x: -inf, expected: -1),
    Case(function: .tanh, x: 400, expected: 1), Case(function: .tanh, x: -400, expected: -1),
    Case(function: .sigmoid, x: 0, expected: 0.5), Case(function: .sigmoid, x: -0.0, expected: 0.5),
    Case(function: .sigmoid, x: inf, expected: 1), Case(function: .sigmoid, x: -inf, expected: 0),
    Case(function: .softplus, x: inf, expected: inf), Case(function: .softplus, x: -inf, expected: 0),
    Case(function: .softplus, x: 1000, expected: 1000),
    Case(function: .sin, x: 0, expected: 0), Case(function: .sin, x: -0.0, expected: -0.0),
    Case(function: .sin, x: inf, expected: .nan), Case(function: .sin, x: -inf, expected: .nan),
    Case(function: .cos, x: 0, expected: 1), Case(function: .cos, x: -0.0, expected: 1),
    Case(function: .cos, x: inf, expected: .nan), Case(function: .cos, x: -inf, expected: .nan),
    Case(function: .erf, x: 0, expected: 0), Case(function: .erf, x: -0.0, expected: -0.0),
    Case(function: .erf, x: inf, expected: 1), Case(function: .erf, x: -inf, expected: -1),
    Case(function: .erf, x: 7, expected: 1), Case(function: .erf, x: -7, expected: -1),
  ]

  @Test("are what mathematics says, to the bit, with the one canonical NaN", arguments: cases)
  func specials(_ c: Case) {
    for set in InstructionSet.available {
      #expect(c.function(c.x, on: set).bitPattern == c.expected.bitPattern)
      #expect(c.function(Float(c.x), on: set).bitPattern == Float(c.expected).bitPattern)
    }
  }

  @Test("every NaN becomes the canonical one", arguments: ElementaryFunction.allCases)
  func notNumbers(function: ElementaryFunction) {
    let patterns: [UInt64] = [
      0x7ff8_0000_0000_0000, 0xfff8_0000_0000_0000, 0x7ff0_0000_0000_0001, 0xffff_ffff_ffff_ffff,
    ]
    for pattern in patterns {
      for set in InstructionSet.available {
        #expect(function(Double(bitPattern: pattern), on: set).bitPattern == 0x7ff8_0000_0000_0000)
        let float = Float(bitPattern: UInt32(pattern >> 32) | 0x0040_0000)
        #expect(function(float, on: set).bitPattern == 0x7fc0_0000)
      }
    }
  }

  @Test(
    "tiny arguments, subnormal ones too, are their own sine", arguments: [ElementaryFunction.sin, .tanh, .log1p])
  func tiny(function: ElementaryFunction) {
    for x in [0x1p-1074, 0x1p-1030, -0x1.8p-1025, 0x1p-1022, -0x1p-600] { #expect(function(x) == x) }
    for x: Float in [0x1p-149, -0x1p-140, 0x1.8p-130, 0x1p-126, -0x1p-60] { #expect(function(x) == x) }
  }
}
