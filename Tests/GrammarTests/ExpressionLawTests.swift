import Grammar
import SourceDiagnostics
import Testing

/// A small generator of reproducible random numbers (splitmix64), so that a failure can be repeated.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ n: Int) -> Int { Int.random(in: 0..<n, using: &self) }

  mutating func one<T>(of choices: [T]) -> T { choices[below(choices.count)] }
}

struct ExpressionLawTests {
  private static let nowhere = SourceRange(file: FileID(index: 0), lower: 0, upper: 0)

  /// A random expression that the parser could have made.
  static func expression(_ depth: Int, _ dice: inout Dice) -> Expression {
    func make(_ kind: Expression.Kind) -> Expression { Expression(kind, at: nowhere) }
    guard depth > 0 else {
      switch dice.below(4) {
      case 0: return make(.number(dice.one(of: [0, 1, -2, 0.5, 1e-7, 3e20, -1e-300, 12345.678, 0x1p-1074])))
      case 1: return make(.truth(dice.below(2) == 0))
      default: return make(.name(dice.one(of: ["x", "gamma", "train.loss", "e1", "_a.b_c", "notable", "or_else"])))
      }
    }
    let a = expression(depth - 1 - dice.below(2), &dice)
    let b = expression(depth - 1 - dice.below(2), &dice)
    switch dice.below(9) {
    case 0: if case .number = a.kind { return a } else { return make(.negate(a)) }
    case 1: return make(.not(a))
    case 2, 3, 4: return make(.arithmetic(dice.one(of: Expression.Arithmetic.allCases), a, b))
    case 5: return make(.comparison(dice.one(of: Expression.Comparison.allCases), a, b))
    case 6: return make(dice.below(2) == 0 ? .and(a, b) : .or(a, b))
    case 7: return make(.call(dice.one(of: ["max", "queries.share", "f"]), dice.below(3) == 0 ? [] : [a, b]))
    default: return make(.list(dice.below(4) == 0 ? [] : [a, b]))
    }
  }

  @Test(arguments: 0..<8) func `printing and parsing give the same expression`(_ seed: Int) {
    var dice = Dice(UInt64(seed))
    for _ in 0..<500 {
      let original = Self.expression(1 + dice.below(5), &dice)
      var diagnostics = Diagnostics()
      let text = original.description
      let parsed = Expression(parsing: text, at: Self.nowhere, into: &diagnostics)
      #expect(diagnostics.list.map(\.message) == [], "\(text)")
      #expect(parsed == original, "\(text)")
      #expect(parsed?.description == text)
    }
  }

  @Test(arguments: 0..<4) func `numbers read back as they were`(_ seed: Int) throws {
    var dice = Dice(UInt64(seed) + 100)
    for _ in 0..<2000 {
      let x = Double(bitPattern: dice.next())
      guard x.isFinite else { continue }
      for value in [x, (x / x.ulp).rounded(), Double(Float(truncating: x))] where value.isFinite {
        let text = canonicalNumber(value)
        #expect(Double(text)?.bitPattern == value.bitPattern, "\(text)")
      }
    }
  }

  static let canonical: [(Double, String)] = [
    (100, "100"), (0.001, "0.001"), (1e-5, "1e-5"), (2.5e20, "2.5e20"), (1e16, "1e16"), (1e15, "1000000000000000"),
    (-0.0, "-0"),
    (0.1, "0.1"), (0x1p-1074, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e308"),
    (123456789.25, "123456789.25"),
  ]

  @Test(arguments: canonical) func `numbers have one text`(_ x: Double, _ text: String) {
    #expect(canonicalNumber(x) == text)
  }

  @Test(arguments: 0..<4) func `folding and compiling agree bit for bit`(_ seed: Int) throws {
    var dice = Dice(UInt64(seed) + 7)
    var compared = 0
    for _ in 0..<400 {
      let text = Self.arithmetic(3, &dice)
      let outcome = Self.bound(text)
      guard let bound = outcome, let function = bound.function(of: ["x1", "x2"]) else { continue }
      let (u, v) = (Double(dice.below(100)) / 8, Double(dice.below(100)) / 16 + 1)
      var diagnostics = Diagnostics()
      let folded = bound.value([("x1", u), ("x2", v)], into: &diagnostics)
      let compiled = function.evaluate([u, v])
      if compiled.isFinite, let folded {
        compared += 1
        #expect(folded.bitPattern == compiled.bitPattern, "\(text)")
      }
    }
    #expect(compared > 100)
  }

  private static func arithmetic(_ depth: Int, _ dice: inout Dice) -> String {
    if depth == 0 { return dice.one(of: ["x1", "x2", "2", "0.3", "1e-3", "m"]) }
    let (a, b) = (arithmetic(depth - 1, &dice), arithmetic(depth - 1, &dice))
    return dice.one(of: [
      "(\(a) + \(b))", "(\(a) - \(b))", "\(a)*\(b)", "\(a)/(\(b))", "-\(a)", "max(\(a), \(b))", "abs(\(a))",
    ])
  }

  private static func bound(_ text: String) -> BoundExpression? {
    let outcome = SampleOutcome(DecodingTests.document(extra: "target: \"\(text)\""))
    return outcome.resolved?.value?.target
  }
}

extension Float {
  fileprivate init(truncating x: Double) { self = Float(x) }
}
