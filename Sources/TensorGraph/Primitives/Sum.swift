extension Operation {
  /// The sum over some axes, which disappear.
  package struct Sum: Primitive {
    /// Ascending.
    package let axes: [Int]

    package var name: String { "sum" }
    package var summary: String { "The sum over the given axes, which are removed." }
    package var group: PrimitiveGroup { .reduction }
    package var arity: Int? { 1 }
    package var attributes: String { "axes \(axes)" }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try Operation.checkAxes(axes, of: operands[0])
      return operands[0].removing(axes: axes)
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      var sum = ReferenceTensor(shape)
      let kept = operands[0].shape.dimensions.indices.filter { !axes.contains($0) }
      operands[0].shape.forEachIndex { index in sum[kept.map { index[$0] }] += operands[0][index] }
      return sum
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      [graph.broadcast(g, to: graph.shape(operands[0]), newAxes: axes)]
    }
  }

  /// Throws unless the axes are ascending, distinct, and axes of the shape.
  static func checkAxes(_ axes: [Int], of shape: Shape) throws(ShapeFailure) {
    try ShapeFailure.require(
      zip(axes, axes.dropFirst()).allSatisfy { $0 < $1 } && axes.allSatisfy { (0..<shape.rank).contains($0) },
      "the axes \(axes) are not ascending axes of \(shape).")
  }
}

extension TensorGraph {
  /// The sum over the given axes, which are removed from the shape.
  package mutating func sum(_ x: Value, axes: [Int]) -> Value {
    append(.sum(Operation.Sum(axes: axes.sorted())), [x])
  }

  /// The sum of all elements, a scalar.
  package mutating func sum(_ x: Value) -> Value { sum(x, axes: Array(0..<shape(x).rank)) }
}
