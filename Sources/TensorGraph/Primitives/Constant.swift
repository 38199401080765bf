extension Operation {
  /// Numbers known when the graph is built: one value everywhere, or a table.
  package struct Constant: Primitive {
    /// One element that stands for all of them, or `size.count` elements in row-major order.
    package let values: [Double]
    /// The shape of the tensor.
    package let size: Shape

    package var name: String { "constant" }
    package var summary: String { "Numbers known when the graph is built." }
    package var group: PrimitiveGroup { .source }
    package var arity: Int? { 0 }

    /// The value all elements share, where they share one by construction.
    package var splat: Double? { values.count == 1 ? values[0] : nil }

    package var attributes: String {
      if let splat { return "\(splat)" }
      let shown = values.prefix(8).map { "\($0)" }.joined(separator: " ")
      return "table \(shown)" + (values.count > 8 ? " …" : "")
    }

    /// By bits: 0 and −0 are different constants, and a NaN equals itself, so that sharing never changes a result.
    package static func == (a: Constant, b: Constant) -> Bool {
      a.size == b.size && a.values.elementsEqual(b.values) { $0.bitPattern == $1.bitPattern }
    }

    /// Equal constants have equal hashes; of long tables only the beginning counts.
    package func hash(into hasher: inout Hasher) {
      hasher.combine(size)
      for value in values.prefix(16) { hasher.combine(value.bitPattern) }
    }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try ShapeFailure.require(
        values.count == 1 || values.count == size.count, "a table of shape \(size) has \(size.count) values.")
      return size
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      splat.map { ReferenceTensor(size, filledWith: $0) } ?? ReferenceTensor(size, values)
    }

    package func pullback(
      _ cotangent: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] { [] }
  }
}

extension TensorGraph {
  /// `value` in every element of `shape`.
  package mutating func constant(_ value: Double, _ shape: Shape = []) -> Value {
    append(.constant(Operation.Constant(values: [value], size: shape)), [])
  }

  /// A table of known numbers in row-major order.
  package mutating func constant(_ values: [Double], _ shape: Shape) -> Value {
    append(.constant(Operation.Constant(values: values, size: shape)), [])
  }
}
