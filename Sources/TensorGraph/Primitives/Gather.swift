extension Operation {
  /// Rows of a table picked by number.
  package struct Gather: Primitive {
    /// What the numbers are: integers, or whole real numbers, as tokens are among the samples.
    package let numbers: Element

    package var name: String { "gather" }
    package var summary: String { "Row indices[i] of the table, for every i." }
    package var group: PrimitiveGroup { .row }
    package var arity: Int? { 2 }
    package var attributes: String { numbers == .index ? "" : "real" }

    package func element(ofOperand position: Int) -> Element { position == 0 ? .real : numbers }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try ShapeFailure.require(operands[0].rank >= 1, "a scalar has no rows.")
      return Shape(operands[1].dimensions + operands[0].dimensions.dropFirst())
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let width = operands[0].shape.count / operands[0].shape[0]
      let rows = operands[1].values.map { row in
        operands[0].values[Int(row) * width..<(Int(row) + 1) * width]
      }
      return ReferenceTensor(shape, rows.flatMap { $0 })
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      [graph.scatterAdd(g, operands[1], rows: graph.shape(operands[0])[0]), nil]
    }
  }
}

extension TensorGraph {
  /// Rows of `table` (r, …) picked by `indices` (any shape, each a whole number in 0..<r): indices' shape followed by the row's.
  package mutating func gather(_ table: Value, _ indices: Value) -> Value {
    append(.gather(Operation.Gather(numbers: self[indices].element)), [table, indices])
  }
}
