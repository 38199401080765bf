extension Operation {
  /// Tensors laid one after the other along an axis.
  package struct Concat: Primitive {
    /// The axis along which the operands follow each other.
    package let axis: Int

    package var name: String { "concat" }
    package var summary: String { "The operands one after the other along an axis." }
    package var group: PrimitiveGroup { .layout }
    package var arity: Int? { nil }
    package var attributes: String { "axis \(axis)" }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try ShapeFailure.require(!operands.isEmpty, "there is nothing to lay together.")
      try ShapeFailure.require((0..<operands[0].rank).contains(axis), "\(operands[0]) has no axis \(axis).")
      for shape in operands {
        try ShapeFailure.require(
          shape.rank == operands[0].rank && shape.removing(axes: [axis]) == operands[0].removing(axes: [axis]),
          "\(operands[0]) and \(shape) differ in more than axis \(axis).")
      }
      var whole = operands[0].dimensions
      whole[axis] = operands.reduce(0) { $0 + $1[axis] }
      return Shape(whole)
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      var whole = ReferenceTensor(shape)
      var start = 0
      for operand in operands {
        operand.shape.forEachIndex { index in
          var place = index
          place[axis] += start
          whole[place] = operand[index]
        }
        start += operand.shape[axis]
      }
      return whole
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      var start = 0
      return operands.map { operand in
        let end = start + graph.shape(operand)[axis]
        defer { start = end }
        return graph.slice(g, axis: axis, start..<end)
      }
    }
  }
}

extension TensorGraph {
  /// The values one after the other along `axis`; their other dimensions agree.
  package mutating func concat(_ xs: [Value], axis: Int) -> Value {
    append(.concat(Operation.Concat(axis: axis)), xs)
  }
}
