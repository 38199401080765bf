extension Operation {
  /// Each element added at the first maximum of its window, zero elsewhere: the adjoint of `pool_select`.
  package struct PoolScatter: Primitive {
    /// The window of the `pool_select`.
    package let window: Window2D

    package var name: String { "pool_scatter" }
    package var summary: String { "g[n, c, p, q] added at the first maximum of `at` in its window, zero elsewhere." }
    package var group: PrimitiveGroup { .window }
    package var arity: Int? { 2 }
    package var attributes: String { window.description }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      let expected = try PoolSelect(window: window).shape(of: [operands[1], operands[1]])
      try ShapeFailure.require(operands[0] == expected, "the cotangent has shape \(operands[0]), not \(expected).")
      return operands[1]
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let (g, at) = (operands[0], operands[1])
      var result = ReferenceTensor(shape)
      g.shape.forEachIndex { position in
        result[window.firstMaximum(of: at, at: position)] += g[position]
      }
      return result
    }

    package func pullback(
      _ cotangent: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      [graph.poolSelect(cotangent, at: operands[1], window), nil]
    }
  }
}

extension TensorGraph {
  /// `g` (n, c, p, q) added at the first maximum of `at` (n, c, h, w) in each window; zero elsewhere.
  package mutating func poolScatter(_ g: Value, at: Value, _ window: Window2D) -> Value {
    append(.poolScatter(Operation.PoolScatter(window: window)), [g, at])
  }
}
