extension Operation {
  /// From each window, the element of one image where another image has its first maximum.
  package struct PoolSelect: Primitive {
    /// The window that slides over each image plane.
    package let window: Window2D

    package var name: String { "pool_select" }
    package var summary: String {
      "In each window, x at the first maximum of `at` (row-major order); padding never counts."
    }
    package var group: PrimitiveGroup { .window }
    package var arity: Int? { 2 }
    package var attributes: String { window.description }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try Operation.checkImage(operands[0], window)
      try ShapeFailure.require(
        operands[0] == operands[1], "the shapes \(operands[0]) and \(operands[1]) differ.")
      let x = operands[0]
      return [x[0], x[1], window.outputHeight(x[2]), window.outputWidth(x[3])]
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      ReferenceTensor(shape) { position in operands[0][window.firstMaximum(of: operands[1], at: position)] }
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      [graph.poolScatter(g, at: operands[1], window), nil]
    }
  }
}

extension Window2D {
  /// The index of the first largest element of `image` under the window position (n, c, p, q).
  func firstMaximum(of image: ReferenceTensor, at position: [Int]) -> [Int] {
    var best: [Int] = []
    for h in rows(position[2], in: image.shape[2]) {
      for w in columns(position[3], in: image.shape[3]) {
        let candidate = [position[0], position[1], h, w]
        if best.isEmpty || image[candidate] > image[best] { best = candidate }
      }
    }
    return best
  }
}

extension TensorGraph {
  /// In each window, `x` at the first maximum of `at` (both (n, c, h, w)): `maxPool(x)` is `poolSelect(x, at: x)`.
  package mutating func poolSelect(_ x: Value, at: Value, _ window: Window2D) -> Value {
    append(.poolSelect(Operation.PoolSelect(window: window)), [x, at])
  }

  /// The largest element of each window.
  package mutating func maxPool(_ x: Value, _ window: Window2D) -> Value { poolSelect(x, at: x, window) }
}
