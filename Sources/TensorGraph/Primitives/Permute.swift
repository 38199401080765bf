extension Operation {
  /// The axes in another order: result axis i is operand axis `order[i]`.
  package struct Permute: Primitive {
    /// For each axis of the result, the axis of the operand.
    package let order: [Int]

    package var name: String { "permute" }
    package var summary: String { "The axes in another order: axis i of the result is axis order[i] of the operand." }
    package var group: PrimitiveGroup { .layout }
    package var arity: Int? { 1 }
    package var attributes: String { "order \(order)" }

    /// The order that undoes this one.
    package var inverse: [Int] {
      var inverse = order
      for (i, axis) in order.enumerated() { inverse[axis] = i }
      return inverse
    }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try ShapeFailure.require(
        order.sorted() == Array(0..<operands[0].rank), "\(order) is not an order of the axes of \(operands[0]).")
      return Shape(order.map { operands[0][$0] })
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let back = inverse
      return ReferenceTensor(shape) { index in operands[0][back.map { index[$0] }] }
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      [graph.permute(g, inverse)]
    }
  }
}

extension TensorGraph {
  /// The axes of `x` in another order: axis i of the result is axis `order[i]` of `x`.
  package mutating func permute(_ x: Value, _ order: [Int]) -> Value {
    append(.permute(Operation.Permute(order: order)), [x])
  }

  /// A matrix with rows and columns exchanged, or each matrix of a batch.
  package mutating func transpose(_ x: Value) -> Value {
    let rank = shape(x).rank
    precondition(rank >= 2, "Only a matrix or a batch of matrices has a transpose.")
    return permute(x, Array(0..<rank - 2) + [rank - 1, rank - 2])
  }
}
