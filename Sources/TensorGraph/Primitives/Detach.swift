extension Operation {
  /// The operand, treated as a constant by differentiation.
  package struct Detach: Primitive {
    package var name: String { "detach" }
    package var summary: String { "The operand itself; its derivative is taken to be zero." }
    package var group: PrimitiveGroup { .layout }
    package var arity: Int? { 1 }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape { operands[0] }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor { operands[0] }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] { [nil] }
  }
}

extension TensorGraph {
  /// `x`, taken to be a constant by every later differentiation.
  package mutating func detach(_ x: Value) -> Value { append(.detach(Operation.Detach()), [x]) }
}
