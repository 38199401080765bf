extension Operation {
  /// A tensor that is given from outside at every run: a batch, a rate, a mask, row numbers.
  package struct Input: Primitive {
    /// The name of the resident tensor.
    package let label: String
    /// The shape of the tensor.
    package let size: Shape
    /// Numbers, or row numbers.
    package let element: Element

    package var name: String { "input" }
    package var summary: String { "A tensor given from outside." }
    package var group: PrimitiveGroup { .source }
    package var arity: Int? { 0 }
    package var attributes: String { element == .index ? "\(label), index" : label }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape { size }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      preconditionFailure("An input is looked up by the evaluator, never computed.")
    }

    package func pullback(
      _ cotangent: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] { [] }
  }
}

extension TensorGraph {
  /// A tensor given from outside under a name.
  package mutating func input(_ name: String, _ shape: Shape) -> Value {
    append(.input(Operation.Input(label: name, size: shape, element: .real)), [])
  }

  /// Row numbers given from outside under a name; only `gather` and `scatterAdd` read them.
  package mutating func indexInput(_ name: String, _ shape: Shape) -> Value {
    append(.input(Operation.Input(label: name, size: shape, element: .index)), [])
  }
}
