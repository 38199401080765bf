extension Operation {
  /// A margin of zeros around a tensor.
  package struct Pad: Primitive {
    /// For each axis, the zeros before the first element.
    package let low: [Int]
    /// For each axis, the zeros after the last element.
    package let high: [Int]

    package var name: String { "pad" }
    package var summary: String { "The operand with zeros before and after it on each axis." }
    package var group: PrimitiveGroup { .layout }
    package var arity: Int? { 1 }
    package var attributes: String { "low \(low), high \(high)" }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      let inside = operands[0].dimensions
      try ShapeFailure.require(
        low.count == inside.count && high.count == inside.count && (low + high).allSatisfy { $0 >= 0 },
        "low \(low) and high \(high) do not name a margin for each axis of \(operands[0]).")
      return Shape(inside.indices.map { low[$0] + inside[$0] + high[$0] })
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      var padded = ReferenceTensor(shape)
      operands[0].shape.forEachIndex { index in
        padded[zip(index, low).map { $0 + $1 }] = operands[0][index]
      }
      return padded
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      let inside = graph.shape(operands[0]).dimensions
      return [graph.slice(g, lower: low, upper: zip(low, inside).map { $0 + $1 })]
    }
  }
}

extension TensorGraph {
  /// `x` with `low[axis]` zeros before and `high[axis]` zeros after it on every axis.
  package mutating func pad(_ x: Value, low: [Int], high: [Int]) -> Value {
    append(.pad(Operation.Pad(low: low, high: high)), [x])
  }
}
