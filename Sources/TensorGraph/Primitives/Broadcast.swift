extension Operation {
  /// The operand repeated along new axes.
  package struct Broadcast: Primitive {
    /// The shape of the result.
    package let size: Shape
    /// Axes of the result that the operand does not have; ascending.
    package let newAxes: [Int]

    package var name: String { "broadcast" }
    package var summary: String { "The operand repeated along the given new axes of the result." }
    package var group: PrimitiveGroup { .layout }
    package var arity: Int? { 1 }
    package var attributes: String { "new axes \(newAxes)" }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try Operation.checkAxes(newAxes, of: size)
      try ShapeFailure.require(
        size.removing(axes: newAxes) == operands[0],
        "\(operands[0]) is not \(size) without the axes \(newAxes).")
      return size
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let kept = shape.dimensions.indices.filter { !newAxes.contains($0) }
      return ReferenceTensor(shape) { index in operands[0][kept.map { index[$0] }] }
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      [graph.sum(g, axes: newAxes)]
    }
  }
}

extension TensorGraph {
  /// `x` repeated along `newAxes` of the result; `shape` without those axes is the shape of `x`.
  package mutating func broadcast(_ x: Value, to shape: Shape, newAxes: [Int]) -> Value {
    append(.broadcast(Operation.Broadcast(size: shape, newAxes: newAxes.sorted())), [x])
  }

  /// A scalar in every element of `shape`.
  package mutating func fill(_ scalar: Value, _ shape: Shape) -> Value {
    broadcast(scalar, to: shape, newAxes: Array(0..<shape.rank))
  }
}
