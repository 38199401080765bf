extension Operation {
  /// 1 at the first maximum over some axes, else 0; shaped like the operand.
  package struct ArgmaxMask: Primitive {
    /// Ascending, at least one.
    package let axes: [Int]

    package var name: String { "argmax_mask" }
    package var summary: String { "1 at the first maximum over the given axes (row-major order), else 0." }
    package var group: PrimitiveGroup { .reduction }
    package var arity: Int? { 1 }
    package var attributes: String { "axes \(axes)" }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try Operation.checkAxes(axes, of: operands[0])
      return operands[0]
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let x = operands[0]
      let kept = shape.dimensions.indices.filter { !axes.contains($0) }
      let places = ReferenceTensor(shape.removing(axes: axes))
      var first = [Int](repeating: -1, count: places.values.count)
      var offset = 0
      shape.forEachIndex { index in
        let place = places.offset(kept.map { index[$0] })
        if first[place] < 0 || x.values[offset] > x.values[first[place]] { first[place] = offset }
        offset += 1
      }
      var mask = ReferenceTensor(shape)
      for offset in first { mask.values[offset] = 1 }
      return mask
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] { [nil] }
  }
}

extension TensorGraph {
  /// 1 at the first maximum along `axis`, else 0; its derivative is zero.
  package mutating func argmaxMask(_ x: Value, axis: Int) -> Value { argmaxMask(x, axes: [axis]) }

  /// 1 at the first maximum over the given axes together, else 0; its derivative is zero.
  package mutating func argmaxMask(_ x: Value, axes: [Int]) -> Value {
    append(.argmaxMask(Operation.ArgmaxMask(axes: axes.sorted())), [x])
  }
}
