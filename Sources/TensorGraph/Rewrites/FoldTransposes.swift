extension RewriteRule {
  static let foldTransposes = RewriteRule(
    name: "fold_transposes",
    summary: "A product of transposed factors sets the product's flags; a transposed product is the product of the "
      + "transposed factors in the other order."
  ) { rewriter, operation, operands in
    func untransposed(_ value: Value) -> Value? {
      guard case .permute(let permute) = rewriter.operation(value) else { return nil }
      let rank = permute.order.count
      return permute.order == Array(0..<rank - 2) + [rank - 1, rank - 2] ? rewriter.operands(value)[0] : nil
    }
    switch operation {
    case .matmul(let product):
      let (a, b) = (untransposed(operands[0]), untransposed(operands[1]))
      guard a != nil || b != nil else { return nil }
      let flags = Operation.MatMul(
        transposeA: product.transposeA != (a != nil), transposeB: product.transposeB != (b != nil))
      return rewriter.emit(.matmul(flags), [a ?? operands[0], b ?? operands[1]])
    case .permute(let permute) where (2...3).contains(permute.order.count):
      let rank = permute.order.count
      guard permute.order == Array(0..<rank - 2) + [rank - 1, rank - 2],
        case .matmul(let product) = rewriter.operation(operands[0])
      else { return nil }
      let factors = rewriter.operands(operands[0])
      let flags = Operation.MatMul(transposeA: !product.transposeB, transposeB: !product.transposeA)
      return rewriter.emit(.matmul(flags), [factors[1], factors[0]])
    default: return nil
    }
  }
}
