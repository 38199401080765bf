extension RewriteRule {
  static let mergePermutes = RewriteRule(
    name: "merge_permutes",
    summary: "A permute of a permute is one permute; one that moves only axes of length 1 is a reshape."
  ) { rewriter, operation, operands in
    guard case .permute(let outer) = operation else { return nil }
    let shape = rewriter.shape(operands[0])
    let moved = outer.order.filter { shape[$0] > 1 }
    if moved == moved.sorted() { return rewriter.reshape(operands[0], Shape(outer.order.map { shape[$0] })) }
    guard case .permute(let inner) = rewriter.operation(operands[0]) else { return nil }
    let order = outer.order.map { inner.order[$0] }
    return rewriter.emit(.permute(Operation.Permute(order: order)), [rewriter.operands(operands[0])[0]])
  }
}
