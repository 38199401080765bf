extension RewriteRule {
  static let neutralElements = RewriteRule(
    name: "neutral_elements",
    summary: "x + 0 = x, x − 0 = x, 0 − x = −x, x · 1 = x, x · −1 = −x, x · 0 = 0, 0 / x = 0, "
      + "x / 1 = x, x / −1 = −x."
  ) { rewriter, operation, operands in
    guard case .arithmetic(let arithmetic) = operation else { return nil }
    let (a, b) = (operands[0], operands[1])
    let (left, right) = (rewriter.splat(a), rewriter.splat(b))
    switch arithmetic {
    case .add:
      if right == 0 { return a }
      if left == 0 { return b }
    case .subtract:
      if right == 0 { return a }
      if left == 0 { return rewriter.unary(.negate, b) }
    case .multiply:
      if right == 1 { return a }
      if left == 1 { return b }
      if right == -1 { return rewriter.unary(.negate, a) }
      if left == -1 { return rewriter.unary(.negate, b) }
      if left == 0 || right == 0 { return rewriter.constant(0, rewriter.shape(a)) }
    case .divide:
      if right == 1 { return a }
      if right == -1 { return rewriter.unary(.negate, a) }
      if left == 0 { return rewriter.constant(0, rewriter.shape(a)) }
    }
    return nil
  }
}
