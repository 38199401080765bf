extension Operation {
  /// The largest element over some axes, which disappear.
  package struct Max: Primitive {
    /// Ascending, at least one.
    package let axes: [Int]

    package var name: String { "max" }
    package var summary: String { "The largest element over the given axes, which are removed; NaN where one is met." }
    package var group: PrimitiveGroup { .reduction }
    package var arity: Int? { 1 }
    package var attributes: String { "axes \(axes)" }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try Operation.checkAxes(axes, of: operands[0])
      return operands[0].removing(axes: axes)
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      var largest = ReferenceTensor(shape, filledWith: -.infinity)
      let kept = operands[0].shape.dimensions.indices.filter { !axes.contains($0) }
      operands[0].shape.forEachIndex { index in
        let place = kept.map { index[$0] }
        let candidate = operands[0][index]
        if candidate > largest[place] || candidate.isNaN { largest[place] = candidate }
      }
      return largest
    }

    /// The cotangent goes to the first maximum alone.
    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      let spread = graph.broadcast(g, to: graph.shape(operands[0]), newAxes: axes)
      return [graph.multiply(spread, graph.argmaxMask(operands[0], axes: axes))]
    }
  }
}

extension TensorGraph {
  /// The largest element over the given axes, which are removed from the shape.
  package mutating func max(_ x: Value, axes: [Int]) -> Value {
    append(.max(Operation.Max(axes: axes.sorted())), [x])
  }
}
