extension Operation {
  /// The adjoint of `conv2d` in its weights: (n, o, p, q) and the image (n, c, h, w) to (o, c, y, x).
  package struct Conv2DWeightAdjoint: Primitive {
    /// The window of the `conv2d`.
    package let window: Window2D
    /// The shape of the weights.
    package let size: Shape

    package var name: String { "conv2d_weight_adjoint" }
    package var summary: String {
      "r[o, c, y, x] = Σ g[n, o, p, q] · x[n, c, h, w] over images and window positions."
    }
    package var group: PrimitiveGroup { .window }
    package var arity: Int? { 2 }
    package var attributes: String { window.description }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      let (g, x) = (operands[0], operands[1])
      let expected = try Conv2D(window: window).shape(of: [x, size])
      try ShapeFailure.require(g == expected, "the cotangent has shape \(g), not \(expected).")
      return size
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let (g, x) = (operands[0], operands[1])
      var result = ReferenceTensor(shape)
      window.forEachProduct(image: x.shape, channelsOut: g.shape[1]) { image, kernel, position in
        result[kernel] += g[position] * x[image]
      }
      return result
    }

    /// Linear in both operands, so their cotangents are the other two members of the family.
    package func pullback(
      _ cotangent: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      let (g, x) = (operands[0], operands[1])
      return [
        graph.conv2d(x, cotangent, window),
        graph.conv2dInputAdjoint(g, cotangent, window, inputShape: graph.shape(x)),
      ]
    }
  }
}

extension TensorGraph {
  /// The cotangent of the weights of a `conv2d` of `x`, given that of its result, `g`.
  package mutating func conv2dWeightAdjoint(
    _ g: Value, _ x: Value, _ window: Window2D, weightShape: Shape
  ) -> Value {
    append(.conv2dWeightAdjoint(Operation.Conv2DWeightAdjoint(window: window, size: weightShape)), [g, x])
  }
}
