extension Operation {
  /// The adjoint of `conv2d` in its image: (n, o, p, q) and weights (o, c, y, x) to (n, c, h, w).
  package struct Conv2DInputAdjoint: Primitive {
    /// The window of the `conv2d`.
    package let window: Window2D
    /// The shape of the image, which the window alone does not determine.
    package let size: Shape

    package var name: String { "conv2d_input_adjoint" }
    package var summary: String {
      "r[n, c, h, w] = Σ g[n, o, p, q] · weight[o, c, y, x] over the windows that hold (h, w)."
    }
    package var group: PrimitiveGroup { .window }
    package var arity: Int? { 2 }
    package var attributes: String { window.description }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      let (g, weight) = (operands[0], operands[1])
      let expected = try Conv2D(window: window).shape(of: [size, weight])
      try ShapeFailure.require(g == expected, "the cotangent has shape \(g), not \(expected).")
      return size
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let (g, weight) = (operands[0], operands[1])
      var result = ReferenceTensor(shape)
      window.forEachProduct(image: size, channelsOut: g.shape[1]) { image, kernel, position in
        result[image] += g[position] * weight[kernel]
      }
      return result
    }

    /// Linear in both operands, so their cotangents are the other two members of the family.
    package func pullback(
      _ cotangent: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      let (g, weight) = (operands[0], operands[1])
      return [
        graph.conv2d(cotangent, weight, window),
        graph.conv2dWeightAdjoint(g, cotangent, window, weightShape: graph.shape(weight)),
      ]
    }
  }
}

extension TensorGraph {
  /// The cotangent of the image of a `conv2d`, given that of its result, `g`.
  package mutating func conv2dInputAdjoint(
    _ g: Value, _ weight: Value, _ window: Window2D, inputShape: Shape
  ) -> Value {
    append(.conv2dInputAdjoint(Operation.Conv2DInputAdjoint(window: window, size: inputShape)), [g, weight])
  }
}
