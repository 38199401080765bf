import Glibc

/// The functions of one variable, element by element.
package enum Unary: String, CaseIterable, Primitive {
  case negate, abs, sign, step, relu, exp, log, tanh, sigmoid, softplus, sin, cos, sqrt, erf

  package var name: String { rawValue }
  package var group: PrimitiveGroup { .function }
  package var arity: Int? { 1 }
  package var summary: String {
    switch self {
    case .negate: "−x."
    case .abs: "|x|."
    case .sign: "−1, 0 or 1, as x is below, at or above 0."
    case .step: "1 where x > 0, else 0."
    case .relu: "x where x > 0, else 0."
    case .exp: "e^x."
    case .log: "The natural logarithm of x."
    case .tanh: "The hyperbolic tangent of x."
    case .sigmoid: "1 / (1 + e^−x)."
    case .softplus: "log(1 + e^x)."
    case .sin: "The sine of x, in radians."
    case .cos: "The cosine of x, in radians."
    case .sqrt: "The square root of x."
    case .erf: "2/√π times the integral of e^(−t²) from 0 to x."
    }
  }

  /// The value by the C library: good enough for an oracle, never used for a result.
  package func apply(_ x: Double) -> Double {
    switch self {
    case .negate: -x
    case .abs: Swift.abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .step: x > 0 ? 1 : 0
    case .relu: x < 0 ? 0 : x
    case .exp: Glibc.exp(x)
    case .log: Glibc.log(x)
    case .tanh: Glibc.tanh(x)
    case .sigmoid: 1 / (1 + Glibc.exp(-x))
    case .softplus: Swift.max(x, 0) + Glibc.log1p(Glibc.exp(-Swift.abs(x)))
    case .sin: Glibc.sin(x)
    case .cos: Glibc.cos(x)
    case .sqrt: x.squareRoot()
    case .erf: Glibc.erf(x)
    }
  }

  package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape { operands[0] }

  package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
    ReferenceTensor(shape, operands[0].values.map(apply))
  }

  /// Slopes at the kinks: 0 for abs, sign, step and relu at 0.
  package func pullback(
    _ g: Value, at y: Value, operands: [Value], in graph: inout TensorGraph
  ) -> [Value?] {
    let x = operands[0]
    switch self {
    case .negate: return [graph.unary(.negate, g)]
    case .abs: return [graph.multiply(g, graph.unary(.sign, x))]
    case .sign, .step: return [nil]
    // The sign of relu(x) is that of x where it matters, and y is at hand where x often is not.
    case .relu: return [graph.multiply(g, graph.unary(.step, y))]
    case .exp: return [graph.multiply(g, y)]
    case .log: return [graph.divide(g, x)]
    case .tanh: return [graph.multiply(g, graph.subtract(1, graph.multiply(y, y)))]
    case .sigmoid: return [graph.multiply(g, graph.multiply(y, graph.subtract(1, y)))]
    case .softplus: return [graph.multiply(g, graph.unary(.sigmoid, x))]
    case .sin: return [graph.multiply(g, graph.unary(.cos, x))]
    case .cos: return [graph.unary(.negate, graph.multiply(g, graph.unary(.sin, x)))]
    case .sqrt: return [graph.divide(graph.multiply(g, 0.5), y)]
    case .erf:
      let gauss = graph.unary(.exp, graph.unary(.negate, graph.multiply(x, x)))
      return [graph.multiply(g, graph.multiply(gauss, 2 / Double.pi.squareRoot()))]
    }
  }
}

extension TensorGraph {
  /// `f` of every element.
  package mutating func unary(_ f: Unary, _ x: Value) -> Value { append(.unary(f), [x]) }
}
