extension Operation {
  /// Each element added everywhere in its window: the adjoint of `sum_pool`.
  package struct SumPoolAdjoint: Primitive {
    /// The window of the `sum_pool`.
    package let window: Window2D
    /// The shape of the image, which the window alone does not determine.
    package let size: Shape

    package var name: String { "sum_pool_adjoint" }
    package var summary: String { "At each pixel, the sum of g over the windows that hold it." }
    package var group: PrimitiveGroup { .window }
    package var arity: Int? { 1 }
    package var attributes: String { window.description }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      let expected = try SumPool(window: window).shape(of: [size])
      try ShapeFailure.require(operands[0] == expected, "the cotangent has shape \(operands[0]), not \(expected).")
      return size
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let g = operands[0]
      var result = ReferenceTensor(shape)
      g.shape.forEachIndex { at in
        for h in window.rows(at[2], in: size[2]) {
          for w in window.columns(at[3], in: size[3]) { result[[at[0], at[1], h, w]] += g[at] }
        }
      }
      return result
    }

    package func pullback(
      _ cotangent: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      [graph.sumPool2d(cotangent, window)]
    }
  }
}

extension TensorGraph {
  /// The cotangent of the image of a `sumPool2d`, given that of its result, `g`.
  package mutating func sumPool2dAdjoint(_ g: Value, _ window: Window2D, inputShape: Shape) -> Value {
    append(.sumPoolAdjoint(Operation.SumPoolAdjoint(window: window, size: inputShape)), [g])
  }
}
