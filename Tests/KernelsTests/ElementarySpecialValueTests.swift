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

  @Test("at the largest finite numbers nothing overflows on the way")
  func largest() {
    func check<T: ElementaryNumber>(_ type: T.Type) {
      let most = T.greatestFiniteMagnitude
      let rows: [(ElementaryFunction, T, T)] = [
        (.exp, most, .infinity), (.exp, -most, 0), (.tanh, most, 1), (.tanh, -most, -1), (.sigmoid, most, 1),
        (.sigmoid, -most, 0), (.softplus, most, most), (.softplus, -most, 0), (.erf, most, 1), (.erf, -most, -1),
        (.log, -most, .nan), (.log1p, -most, .nan),
      ]
      for set in InstructionSet.available {
        for (function, x, expected) in rows {
          #expect(T.value(of: function, x, on: set).pattern == expected.pattern, "\(function)(\(x)) on \(set)")
        }
        for function in [ElementaryFunction.sin, .cos] {
          #expect(T.value(of: function, most, on: set).magnitude < 1)
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("at subnormal and other tiny numbers they are their own tangents")
  func tiny() {
    func check<T: ElementaryNumber>(_ type: T.Type) {
      let tiny: [T] = [
        .leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude, .leastNormalMagnitude.nextDown, .leastNormalMagnitude,
        .leastNormalMagnitude * 1e10,
      ]
      for x in tiny.flatMap({ [$0, -$0] }) {
        let rows: [(ElementaryFunction, T)] = [
          (.sin, x), (.tanh, x), (.log1p, x), (.exp, 1), (.cos, 1), (.sigmoid, 0.5),
        ]
        for set in InstructionSet.available {
          for (function, expected) in rows {
            #expect(T.value(of: function, x, on: set).pattern == expected.pattern, "\(function)(\(x)) on \(set)")
          }
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("every NaN becomes the canonical one", arguments: ElementaryFunction.allCases)
  func notNumbers(function: ElementaryFunction) {
    let patterns: [UInt64] = [
      0x7ff8_0000_0000_0000, 0xfff8_0000_0000_0000, 0x7ff0_0000_0000_0001, 0xffff_ffff_ffff_ffff, 0x7ffc_0123_4567_89ab,
    ]
    let floatPatterns: [UInt32] = [0x7fc0_0000, 0xffc0_0000, 0x7f80_0001, 0xffff_ffff, 0x7fe1_2345, 0xff80_0001]
    for set in InstructionSet.available {
      for pattern in patterns {
        #expect(Double.value(of: function, Double(bitPattern: pattern), on: set).bitPattern == 0x7ff8_0000_0000_0000)
      }
      for pattern in floatPatterns {
        #expect(Float.value(of: function, Float(bitPattern: pattern), on: set).bitPattern == 0x7fc0_0000)
      }
    }
  }
}
