extension RewriteRule {
  static let negations = RewriteRule(
    name: "negations",
    summary: "−(−x) = x, a + −b = a − b, −a + b = b − a, a − −b = a + b, −a · −b = a · b, "
      + "−(a − b) = b − a."
  ) { rewriter, operation, operands in
    func negated(_ value: Value) -> Value? {
      rewriter.operation(value) == .unary(.negate) ? rewriter.operands(value)[0] : nil
    }
    switch operation {
    case .unary(.negate):
      if let x = negated(operands[0]) { return x }
      guard rewriter.operation(operands[0]) == .arithmetic(.subtract) else { return nil }
      let difference = rewriter.operands(operands[0])
      return rewriter.arithmetic(.subtract, difference[1], difference[0])
    case .arithmetic(.add):
      if let b = negated(operands[1]) { return rewriter.arithmetic(.subtract, operands[0], b) }
      if let a = negated(operands[0]) { return rewriter.arithmetic(.subtract, operands[1], a) }
    case .arithmetic(.subtract):
      if let b = negated(operands[1]) { return rewriter.arithmetic(.add, operands[0], b) }
    case .arithmetic(let factor) where factor == .multiply || factor == .divide:
      guard let a = negated(operands[0]), let b = negated(operands[1]) else { return nil }
      return rewriter.arithmetic(factor, a, b)
    default: break
    }
    return nil
  }
}
