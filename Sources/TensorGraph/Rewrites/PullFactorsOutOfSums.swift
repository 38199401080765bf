extension RewriteRule {
  /// Saves writing and reading the product, where nothing else needs it: reductions read their operand from memory.
  static let pullFactorsOutOfSums = RewriteRule(
    name: "pull_factors_out_of_sums",
    summary: "Σ −x = −Σ x; Σ x·s = (Σ x)·s and Σ x/s = (Σ x)/s where s does not vary along the summed axes."
  ) { rewriter, operation, operands in
    guard case .sum(let sum) = operation else { return nil }
    let x = operands[0]
    if rewriter.isShared(x) { return nil }
    switch rewriter.operation(x) {
    case .unary(.negate):
      return rewriter.unary(.negate, rewriter.sum(rewriter.operands(x)[0], axes: sum.axes))
    case .arithmetic(let arithmetic) where arithmetic == .multiply || arithmetic == .divide:
      let factors = rewriter.operands(x)
      if let s = rewriter.reduced(factors[1], over: sum.axes) {
        return rewriter.arithmetic(arithmetic, rewriter.sum(factors[0], axes: sum.axes), s)
      }
      guard arithmetic == .multiply, let s = rewriter.reduced(factors[0], over: sum.axes) else { return nil }
      return rewriter.arithmetic(.multiply, rewriter.sum(factors[1], axes: sum.axes), s)
    default: return nil
    }
  }
}

extension Rewriter {
  /// One slice of a value that is the same all along `axes`, with those axes removed; nil where it may vary.
  mutating func reduced(_ value: Value, over axes: [Int]) -> Value? {
    let small = shape(value).removing(axes: axes)
    if let number = splat(value) { return constant(number, small) }
    guard case .broadcast(let spread) = operation(value), axes.allSatisfy(spread.newAxes.contains) else { return nil }
    let kept = spread.size.dimensions.indices.filter { !axes.contains($0) }
    return broadcast(operands(value)[0], to: small, newAxes: kept.indices.filter { spread.newAxes.contains(kept[$0]) })
  }
}
