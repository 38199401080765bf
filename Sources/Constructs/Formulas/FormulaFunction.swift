import Grammar
import Kernels
import TensorGraph

/// What a function of the expression language is in a graph, element by element. Those that are constant in pieces are left out: a
/// parameter behind them would never move.
enum FormulaFunction: Sendable {
  case one(@Sendable (inout TensorGraph, Value) -> Value)
  case pair(@Sendable (inout TensorGraph, Value, Value) -> Value)

  /// By the name in `Functions.table`.
  static func named(_ name: String) -> FormulaFunction? {
    switch name {
    case "exp": .one { $0.unary(.exp, $1) }
    case "log": .one { $0.unary(.log, $1) }
    case "log2": .one { $0.divide($0.unary(.log, $1), ScalarMath.log(2)) }
    case "log10": .one { $0.divide($0.unary(.log, $1), ScalarMath.log(10)) }
    case "sqrt": .one { $0.unary(.sqrt, $1) }
    case "abs": .one { $0.unary(.abs, $1) }
    case "sin": .one { $0.unary(.sin, $1) }
    case "cos": .one { $0.unary(.cos, $1) }
    case "tan": .one { $0.divide($0.unary(.sin, $1), $0.unary(.cos, $1)) }
    case "tanh": .one { $0.unary(.tanh, $1) }
    case "sigmoid": .one { $0.unary(.sigmoid, $1) }
    case "erf": .one { $0.unary(.erf, $1) }
    case "relu": .one { $0.unary(.relu, $1) }
    case "power": .pair { $0.power($1, $2) }
    case "min": .pair { $0.smaller($1, $2) }
    case "max": .pair { $0.larger($1, $2) }
    default: nil
    }
  }
}

extension TensorGraph {
  /// The smaller of each two elements, as `larger` is the larger.
  fileprivate mutating func smaller(_ a: Value, _ b: Value) -> Value {
    let (first, second) = (unary(.negate, a), unary(.negate, b))
    let largest = larger(first, second)
    return unary(.negate, largest)
  }

  /// e^(y log x), for x above 0.
  fileprivate mutating func power(_ x: Value, _ y: Value) -> Value { unary(.exp, multiply(y, unary(.log, x))) }

  /// xⁿ by repeated squares, so that it is defined for every x; ones of the shape of x where n is 0.
  mutating func power(_ x: Value, _ n: Int) -> Value {
    if n == 0 {
      let one = constant(1)
      return shape(x).isScalar ? one : fill(one, shape(x))
    }
    var (result, square, rest) = (Value?.none, x, n.magnitude)
    while true {
      if rest & 1 == 1 { result = result.map { multiply($0, square) } ?? square }
      rest >>= 1
      if rest == 0 { break }
      square = multiply(square, square)
    }
    guard let result else { preconditionFailure("a number that is not 0 has a bit that is 1") }
    return n < 0 ? divide(1, result) : result
  }
}
