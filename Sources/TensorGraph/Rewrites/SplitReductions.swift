extension RewriteRule {
  static let splitReductions = RewriteRule(
    name: "split_reductions",
    summary: "A sum or max over axes that do not lie side by side is one over the last such run, then over the others."
  ) { rewriter, operation, operands in
    let axes: [Int]
    switch operation {
    case .sum(let sum): axes = sum.axes
    case .max(let max): axes = max.axes
    default: return nil
    }
    let shape = rewriter.shape(operands[0])
    guard let run = ReductionExtents.runs(shape, axes: axes).last,
      ReductionExtents(shape, axes: axes) == nil
    else { return nil }
    let rest = axes.filter { $0 < run[0] }
    let first = axes.filter { $0 >= run[0] }
    func reduction(_ axes: [Int]) -> Operation {
      if case .sum = operation { .sum(Operation.Sum(axes: axes)) } else { .max(Operation.Max(axes: axes)) }
    }
    return rewriter.emit(reduction(rest), [rewriter.emit(reduction(first), operands)])
  }

  static let gatherMaskAxes = RewriteRule(
    name: "gather_mask_axes",
    summary: "An argmax mask over axes that do not lie side by side is one over last axes, between two permutes."
  ) { rewriter, operation, operands in
    guard case .argmaxMask(let mask) = operation else { return nil }
    let shape = rewriter.shape(operands[0])
    guard ReductionExtents(shape, axes: mask.axes) == nil else { return nil }
    let kept = shape.dimensions.indices.filter { !mask.axes.contains($0) }
    let order = Operation.Permute(order: kept + mask.axes)
    let moved = rewriter.emit(.permute(order), operands)
    let last = Operation.ArgmaxMask(axes: Array(kept.count..<shape.rank))
    let found = rewriter.emit(.argmaxMask(last), [moved])
    return rewriter.emit(.permute(Operation.Permute(order: order.inverse)), [found])
  }
}
