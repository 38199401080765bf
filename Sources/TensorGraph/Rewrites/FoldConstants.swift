extension RewriteRule {
  /// Arithmetic between constants with one value each. Functions are left to the kernels, whose bits count: only those
  /// that every machine rounds alike are folded.
  static let foldConstants = RewriteRule(
    name: "fold_constants", summary: "constant ∘ constant = constant; f(constant) = constant where f is exact."
  ) { rewriter, operation, operands in
    switch operation {
    case .arithmetic(let arithmetic):
      guard let a = rewriter.splat(operands[0]), let b = rewriter.splat(operands[1]) else { return nil }
      return rewriter.constant(arithmetic.apply(a, b), rewriter.shape(operands[0]))
    case .unary(let f):
      guard [.negate, .abs, .sign, .step, .relu].contains(f), let x = rewriter.splat(operands[0]) else { return nil }
      return rewriter.constant(f.apply(x), rewriter.shape(operands[0]))
    case .broadcast, .reshape, .permute, .slice:
      guard let x = rewriter.splat(operands[0]) else { return nil }
      let shape = try? operation.primitive.shape(of: [rewriter.shape(operands[0])])
      return shape.map { rewriter.constant(x, $0) }
    case .sum:
      guard let x = rewriter.splat(operands[0]) else { return nil }
      let whole = rewriter.shape(operands[0])
      let shape = try? operation.primitive.shape(of: [whole])
      return shape.map { rewriter.constant(x * Double(whole.count / $0.count), $0) }
    default: return nil
    }
  }
}
