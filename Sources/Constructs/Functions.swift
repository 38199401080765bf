import Grammar
import Kernels

/// The functions of the expression language. All are our own code, so that no C library decides a result.
package enum Functions {
  /// Functions of numbers, then functions of recorded series, in the order of the documents.
  package static let table = FunctionTable(numbers, series: series)

  private static let numbers: [ExpressionFunction] = [
    one("exp", "eˣ.", ScalarMath.exp),
    one("log", "Natural logarithm.", ScalarMath.log),
    one("log2", "Logarithm to base 2.", ScalarMath.log2),
    one("log10", "Logarithm to base 10.", ScalarMath.log10),
    one("sqrt", "Square root.") { $0.squareRoot() },
    one("abs", "Absolute value.") { Swift.abs($0) },
    one("sign", "−1, 0 or 1.") { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 },
    one("floor", "The largest whole number not above.") { $0.rounded(.down) },
    one("ceil", "The smallest whole number not below.") { $0.rounded(.up) },
    one("round", "The nearest whole number, halves away from zero.") { $0.rounded() },
    one("sin", "Sine.", ScalarMath.sin),
    one("cos", "Cosine.", ScalarMath.cos),
    one("tan", "Tangent.", ScalarMath.tan),
    one("tanh", "Hyperbolic tangent.", ScalarMath.tanh),
    one("sigmoid", "1 / (1 + e⁻ˣ).", ScalarMath.sigmoid),
    one("erf", "The error function.", ScalarMath.erf),
    one("relu", "max(x, 0).") { $0 > 0 ? $0 : $0 < 0 ? 0 : $0 },
    one("step", "1 for x > 0, else 0.") { $0 > 0 ? 1 : 0 },
    ExpressionFunction("power", 2...2, "x to the power y, as `x^y`.") { ScalarMath.power($0[0], $0[1]) },
    ExpressionFunction("min", 1...64, "The smallest of its arguments.") { $0.dropFirst().reduce($0[0], Swift.min) },
    ExpressionFunction("max", 1...64, "The largest of its arguments.") { $0.dropFirst().reduce($0[0], Swift.max) },
  ]

  private static let series: [SeriesFunction] = SeriesReading.allCases.map { reading in
    SeriesFunction(reading.rawValue, reading.parameters, result: .number, readsLists: reading.readsLists, reading.summary)
  } + ListComparison.allCases.map(\.function)

  private static func one(
    _ name: String, _ summary: String, _ function: @escaping @Sendable (Double) -> Double
  ) -> ExpressionFunction {
    ExpressionFunction(name, 1...1, summary) { function($0[0]) }
  }
}
