extension Operation {
  /// The sum of each window; padding counts as zero.
  package struct SumPool: Primitive {
    /// The window that slides over each image plane.
    package let window: Window2D

    package var name: String { "sum_pool" }
    package var summary: String { "The sum of the elements in each window." }
    package var group: PrimitiveGroup { .window }
    package var arity: Int? { 1 }
    package var attributes: String { window.description }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      let x = operands[0]
      try Operation.checkImage(x, window)
      return [x[0], x[1], window.outputHeight(x[2]), window.outputWidth(x[3])]
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let x = operands[0]
      return ReferenceTensor(shape) { at in
        var sum = 0.0
        for h in window.rows(at[2], in: x.shape[2]) {
          for w in window.columns(at[3], in: x.shape[3]) { sum += x[[at[0], at[1], h, w]] }
        }
        return sum
      }
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      [graph.sumPool2dAdjoint(g, window, inputShape: graph.shape(operands[0]))]
    }
  }
}

extension TensorGraph {
  /// The sum of each window over `x` (n, c, h, w).
  package mutating func sumPool2d(_ x: Value, _ window: Window2D) -> Value {
    append(.sumPool(Operation.SumPool(window: window)), [x])
  }
}
