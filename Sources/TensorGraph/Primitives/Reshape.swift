extension Operation {
  /// The same elements in the same order under another shape.
  package struct Reshape: Primitive {
    /// The shape of the result.
    package let size: Shape

    package var name: String { "reshape" }
    package var summary: String { "The same elements in the same order under another shape." }
    package var group: PrimitiveGroup { .layout }
    package var arity: Int? { 1 }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try ShapeFailure.require(
        operands[0].count == size.count, "\(operands[0]) and \(size) have different numbers of elements.")
      return size
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      ReferenceTensor(size, operands[0].values)
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      [graph.reshape(g, graph.shape(operands[0]))]
    }
  }
}

extension TensorGraph {
  /// The elements of `x`, in row-major order, under another shape with equally many.
  package mutating func reshape(_ x: Value, _ shape: Shape) -> Value {
    append(.reshape(Operation.Reshape(size: shape)), [x])
  }
}
