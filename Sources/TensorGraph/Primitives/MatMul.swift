extension Operation {
  /// The matrix product op(a) · op(b), where op transposes or not; with a leading batch axis on both, one product
  /// for each element of the batch.
  ///
  /// Letters: m rows of op(a), n columns of op(b), k the summed extent.
  package struct MatMul: Primitive {
    /// Whether op(a) is aᵀ.
    package let transposeA: Bool
    /// Whether op(b) is bᵀ.
    package let transposeB: Bool

    package var name: String { "matmul" }
    package var summary: String { "c[i, j] = Σₖ a[i, k] · b[k, j], each factor transposed first if asked." }
    package var group: PrimitiveGroup { .product }
    package var arity: Int? { 2 }
    package var attributes: String {
      [transposeA ? "transpose_a" : nil, transposeB ? "transpose_b" : nil].compactMap { $0 }.joined(separator: ", ")
    }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      let (a, b) = (operands[0].dimensions, operands[1].dimensions)
      try ShapeFailure.require(
        a.count == b.count && (2...3).contains(a.count),
        "both factors are matrices or batches of matrices, not \(operands[0]) and \(operands[1]).")
      let batch = a.count - 2
      try ShapeFailure.require(
        a.prefix(batch) == b.prefix(batch), "the batches of \(operands[0]) and \(operands[1]) differ.")
      let (m, k) = transposeA ? (a[batch + 1], a[batch]) : (a[batch], a[batch + 1])
      let (inner, n) = transposeB ? (b[batch + 1], b[batch]) : (b[batch], b[batch + 1])
      try ShapeFailure.require(
        k == inner, "the summed extents of \(operands[0]) and \(operands[1]) differ: \(k) and \(inner).")
      return Shape(a.prefix(batch) + [m, n])
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      let (a, b) = (operands[0], operands[1])
      let inner = a.shape[a.shape.rank - (transposeA ? 2 : 1)]
      return ReferenceTensor(shape) { index in
        let (batch, i, j) = (Array(index.dropLast(2)), index[index.count - 2], index[index.count - 1])
        return (0..<inner).reduce(0.0) { sum, k in
          sum + a[batch + (transposeA ? [k, i] : [i, k])] * b[batch + (transposeB ? [j, k] : [k, j])]
        }
      }
    }

    /// dA = G·op(b)ᵀ and dB = op(a)ᵀ·G, transposed once more where the factor is.
    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      let (a, b) = (operands[0], operands[1])
      let forA =
        transposeA
        ? graph.matmul(b, g, transposeA: transposeB, transposeB: true)
        : graph.matmul(g, b, transposeA: false, transposeB: !transposeB)
      let forB =
        transposeB
        ? graph.matmul(g, a, transposeA: true, transposeB: transposeA)
        : graph.matmul(a, g, transposeA: !transposeA, transposeB: false)
      return [forA, forB]
    }
  }
}

extension TensorGraph {
  /// op(a) · op(b) for matrices, or for batches of matrices with equal leading axis.
  package mutating func matmul(
    _ a: Value, _ b: Value, transposeA: Bool = false, transposeB: Bool = false
  ) -> Value {
    append(.matmul(Operation.MatMul(transposeA: transposeA, transposeB: transposeB)), [a, b])
  }
}
