extension Operation {
  /// A box cut out of a tensor.
  package struct Slice: Primitive {
    /// For each axis, the first index kept.
    package let lower: [Int]
    /// For each axis, the index after the last one kept.
    package let upper: [Int]

    package var name: String { "slice" }
    package var summary: String { "The elements whose index on each axis lies in lower..<upper." }
    package var group: PrimitiveGroup { .layout }
    package var arity: Int? { 1 }
    package var attributes: String {
      zip(lower, upper).map { "\($0)..<\($1)" }.joined(separator: ", ")
    }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      let whole = operands[0].dimensions
      try ShapeFailure.require(
        lower.count == whole.count && upper.count == whole.count
          && whole.indices.allSatisfy { 0 <= lower[$0] && lower[$0] < upper[$0] && upper[$0] <= whole[$0] },
        "\(attributes) is not a box inside \(operands[0]).")
      return Shape(zip(lower, upper).map { $1 - $0 })
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      ReferenceTensor(shape) { index in operands[0][zip(index, lower).map { $0 + $1 }] }
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      let whole = graph.shape(operands[0]).dimensions
      return [graph.pad(g, low: lower, high: zip(whole, upper).map { $0 - $1 })]
    }
  }
}

extension TensorGraph {
  /// The elements of `x` whose index lies in `lower[axis]..<upper[axis]` on every axis.
  package mutating func slice(_ x: Value, lower: [Int], upper: [Int]) -> Value {
    append(.slice(Operation.Slice(lower: lower, upper: upper)), [x])
  }

  /// The elements of `x` whose index on one axis lies in `range`.
  package mutating func slice(_ x: Value, axis: Int, _ range: Range<Int>) -> Value {
    var lower = [Int](repeating: 0, count: shape(x).rank)
    var upper = shape(x).dimensions
    lower[axis] = range.lowerBound
    upper[axis] = range.upperBound
    return slice(x, lower: lower, upper: upper)
  }
}
