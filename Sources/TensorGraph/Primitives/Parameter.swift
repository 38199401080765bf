extension Operation {
  /// A tensor that lives from run to run and may be updated: weights, biases, optimizer state.
  package struct Parameter: Primitive {
    /// The name of the resident tensor.
    package let label: String
    /// The shape of the tensor.
    package let size: Shape

    package var name: String { "parameter" }
    package var summary: String { "A tensor that lives from run to run." }
    package var group: PrimitiveGroup { .source }
    package var arity: Int? { 0 }
    package var attributes: String { label }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape { size }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      preconditionFailure("A parameter is looked up by the evaluator, never computed.")
    }

    package func pullback(
      _ cotangent: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] { [] }
  }
}

extension TensorGraph {
  /// A tensor that lives from run to run under a name (`hidden.weight`).
  package mutating func parameter(_ name: String, _ shape: Shape) -> Value {
    append(.parameter(Operation.Parameter(label: name, size: shape)), [])
  }
}
