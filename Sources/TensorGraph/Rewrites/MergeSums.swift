extension RewriteRule {
  static let mergeSums = RewriteRule(
    name: "merge_sums",
    summary: "A sum of a sum is one sum; over axes of length 1 it is a reshape; over the new axes of a broadcast it is "
      + "a product with their length."
  ) { rewriter, operation, operands in
    guard case .sum(let sum) = operation else { return nil }
    let x = operands[0]
    let shape = rewriter.shape(x)
    if sum.axes.allSatisfy({ shape[$0] == 1 }) { return rewriter.reshape(x, shape.removing(axes: sum.axes)) }
    switch rewriter.operation(x) {
    case .sum(let inner):
      let whole = rewriter.shape(rewriter.operands(x)[0])
      let kept = whole.dimensions.indices.filter { !inner.axes.contains($0) }
      return rewriter.sum(rewriter.operands(x)[0], axes: (inner.axes + sum.axes.map { kept[$0] }).sorted())
    case .broadcast(let broadcast):
      let lost = sum.axes.filter { broadcast.newAxes.contains($0) }
      guard !lost.isEmpty else { return nil }
      let kept = shape.dimensions.indices.filter { !lost.contains($0) }
      let small = shape.removing(axes: lost)
      let newAxes = kept.indices.filter { broadcast.newAxes.contains(kept[$0]) }
      let axes = kept.indices.filter { sum.axes.contains(kept[$0]) }
      let spread = rewriter.broadcast(rewriter.operands(x)[0], to: small, newAxes: newAxes)
      let total = rewriter.sum(spread, axes: axes)
      let times = Double(lost.reduce(1) { $0 * shape[$1] })
      return rewriter.arithmetic(.multiply, total, rewriter.constant(times, rewriter.shape(total)))
    default: return nil
    }
  }
}
