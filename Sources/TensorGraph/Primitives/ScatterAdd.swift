extension Operation {
  /// Rows added into a table of zeros at numbered places: the adjoint of `gather`.
  package struct ScatterAdd: Primitive {
    /// The rows of the table.
    package let rows: Int
    /// What the places are: integers, or whole real numbers.
    package let numbers: Element

    package var name: String { "scatter_add" }
    package var summary: String { "A table whose row r is the sum of all x[i] with indices[i] = r." }
    package var group: PrimitiveGroup { .row }
    package var arity: Int? { 2 }
    package var attributes: String { "rows \(rows)" + (numbers == .index ? "" : " real") }

    package func element(ofOperand position: Int) -> Element { position == 0 ? .real : numbers }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try ShapeFailure.require(
        operands[0].dimensions.starts(with: operands[1].dimensions),
        "\(operands[0]) does not begin with the axes of the indices, \(operands[1]).")
      return Shape([rows] + operands[0].dimensions.dropFirst(operands[1].rank))
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      var table = ReferenceTensor(shape)
      let width = shape.count / rows
      for (i, row) in operands[1].values.enumerated() {
        for j in 0..<width { table.values[Int(row) * width + j] += operands[0].values[i * width + j] }
      }
      return table
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      [graph.gather(g, operands[1]), nil]
    }
  }
}

extension TensorGraph {
  /// A table of `rows` rows of zeros to which row i of `x` is added at row `indices[i]`, in ascending order of i.
  package mutating func scatterAdd(_ x: Value, _ indices: Value, rows: Int) -> Value {
    append(.scatterAdd(Operation.ScatterAdd(rows: rows, numbers: self[indices].element)), [x, indices])
  }
}
