extension RewriteRule {
  static let mergeReshapes = RewriteRule(
    name: "merge_reshapes",
    summary: "A reshape of a reshape is one reshape; a reshape to the same shape, or a sum over no axes, is nothing."
  ) { rewriter, operation, operands in
    guard case .reshape(let reshape) = operation else { return nil }
    if rewriter.shape(operands[0]) == reshape.size { return operands[0] }
    guard case .reshape = rewriter.operation(operands[0]) else { return nil }
    return rewriter.reshape(rewriter.operands(operands[0])[0], reshape.size)
  }
}
