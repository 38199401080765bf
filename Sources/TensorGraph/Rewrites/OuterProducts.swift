extension RewriteRule {
  /// What reads an outer product can then be computed in the same pass: bias, activation, a whole update.
  static let outerProducts = RewriteRule(
    name: "outer_products", summary: "A product of a column and a row, c[i, j] = aᵢ·bⱼ, is elementwise."
  ) { rewriter, operation, operands in
    guard case .matmul(let product) = operation else { return nil }
    let (a, b) = (rewriter.shape(operands[0]), rewriter.shape(operands[1]))
    guard a.rank == 2, a[product.transposeA ? 0 : 1] == 1 else { return nil }
    let whole: Shape = [a.count, b.count]
    let column = rewriter.broadcast(rewriter.reshape(operands[0], [a.count]), to: whole, newAxes: [1])
    let row = rewriter.broadcast(rewriter.reshape(operands[1], [b.count]), to: whole, newAxes: [0])
    return rewriter.arithmetic(.multiply, column, row)
  }
}
