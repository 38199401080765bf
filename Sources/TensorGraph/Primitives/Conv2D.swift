// Letters: n images, c input channels, o output channels, (h, w) image, (p, q) window positions, (y, x) in the window.

extension Operation {
  /// The cross-correlation of images (n, c, h, w) with weights (o, c, y, x).
  package struct Conv2D: Primitive {
    /// The window; its size is that of the weights.
    package let window: Window2D

    package var name: String { "conv2d" }
    package var summary: String { "r[n, o, p, q] = Σ x[n, c, h, w] · weight[o, c, y, x] over the window at (p, q)." }
    package var group: PrimitiveGroup { .window }
    package var arity: Int? { 2 }
    package var attributes: String { window.description }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      let (x, weight) = (operands[0], operands[1])
      try Operation.checkImage(x, window)
      try Operation.checkWeight(weight, channels: x[1], window)
      return [x[0], weight[0], window.outputHeight(x[2]), window.outputWidth(x[3])]
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let (x, weight) = (operands[0], operands[1])
      var result = ReferenceTensor(shape)
      window.forEachProduct(image: x.shape, channelsOut: shape[1]) { image, kernel, position in
        result[position] += x[image] * weight[kernel]
      }
      return result
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      let (x, weight) = (operands[0], operands[1])
      return [
        graph.conv2dInputAdjoint(g, weight, window, inputShape: graph.shape(x)),
        graph.conv2dWeightAdjoint(g, x, window, weightShape: graph.shape(weight)),
      ]
    }
  }

  static func checkImage(_ shape: Shape, _ window: Window2D) throws(ShapeFailure) {
    try ShapeFailure.require(shape.rank == 4, "\(shape) is not (images, channels, height, width).")
    try ShapeFailure.require(
      window.outputHeight(shape[2]) >= 1 && window.outputWidth(shape[3]) >= 1,
      "a window of \(window) does not fit into \(shape).")
  }

  static func checkWeight(_ shape: Shape, channels: Int, _ window: Window2D) throws(ShapeFailure) {
    try ShapeFailure.require(
      shape.rank == 4 && shape[1] == channels && shape[2] == window.kernelHeight && shape[3] == window.kernelWidth,
      "\(shape) is not (out channels, \(channels), \(window.kernelHeight), \(window.kernelWidth)).")
  }
}

extension Window2D {
  /// Every product of a convolution once: indices into the image, the weights and the result.
  func forEachProduct(
    image: Shape, channelsOut: Int, _ body: (_ image: [Int], _ kernel: [Int], _ position: [Int]) -> Void
  ) {
    let positions: Shape = [image[0], channelsOut, outputHeight(image[2]), outputWidth(image[3])]
    positions.forEachIndex { at in
      for c in 0..<image[1] {
        for h in rows(at[2], in: image[2]) {
          for w in columns(at[3], in: image[3]) {
            let y = h + paddingTop - at[2] * strideHeight
            let x = w + paddingLeft - at[3] * strideWidth
            body([at[0], c, h, w], [at[1], c, y, x], at)
          }
        }
      }
    }
  }
}

extension TensorGraph {
  /// The cross-correlation of images `x` (n, c, h, w) with weights (o, c, kernelHeight, kernelWidth): (n, o, p, q).
  package mutating func conv2d(_ x: Value, _ weight: Value, _ window: Window2D) -> Value {
    append(.conv2d(Operation.Conv2D(window: window)), [x, weight])
  }
}
