import TensorGraph

/// An elementwise nonlinearity.
///
/// `apply` writes its value in primitives, so that its derivatives follow from theirs. What else is stated is what the laws test.
package struct Activation: Sendable {
  /// Points where the slope jumps; elsewhere it is continuous.
  package let kinks: [Double]
  /// The lowest p ≥ 1 for which the p-th derivative at 0 is not zero: the number of directions initial condensation
  /// chooses among is at most 2p. Nil where the function has a kink at 0. Source: arXiv:2105.11686, definition 1.
  package let multiplicity: Int?
  /// Whether σ(−x) = −σ(x) for every x.
  package let isOdd: Bool
  /// Whether σ(x) is x.
  let isLinear: Bool
  /// Adds σ(x), of the shape of `x`.
  package let apply: @Sendable (_ graph: inout TensorGraph, _ x: Value) -> Value

  init(
    kinks: [Double] = [], multiplicity: Int? = 1, isOdd: Bool = false, isLinear: Bool = false,
    apply: @escaping @Sendable (inout TensorGraph, Value) -> Value
  ) {
    self.kinks = kinks
    self.multiplicity = multiplicity
    self.isOdd = isOdd
    self.isLinear = isLinear
    self.apply = apply
  }

  /// An activation that is one of the graph's own functions.
  init(_ function: Unary, kinks: [Double] = [], multiplicity: Int? = 1, isOdd: Bool = false) {
    self.init(kinks: kinks, multiplicity: multiplicity, isOdd: isOdd) { graph, x in graph.unary(function, x) }
  }

  /// Whether units with different weights, and their derivatives by these, are independent functions: not where a factor can move between
  /// a unit's input and its output, as with relu.
  var hasIndependentUnits: Bool { kinks.isEmpty && !isLinear }
}
