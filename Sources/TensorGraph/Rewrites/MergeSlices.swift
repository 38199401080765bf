extension RewriteRule {
  static let mergeSlices = RewriteRule(
    name: "merge_slices",
    summary: "The whole as a slice, a margin of nothing and a concat of one piece are nothing; a slice of a slice "
      + "is one slice; a margin of a margin is one margin."
  ) { rewriter, operation, operands in
    switch operation {
    case .slice(let outer):
      let x = operands[0]
      if outer.lower.allSatisfy({ $0 == 0 }) && outer.upper == rewriter.shape(x).dimensions { return x }
      guard case .slice(let inner) = rewriter.operation(x) else { return nil }
      let merged = Operation.Slice(
        lower: zip(inner.lower, outer.lower).map { $0 + $1 }, upper: zip(inner.lower, outer.upper).map { $0 + $1 })
      return rewriter.emit(.slice(merged), rewriter.operands(x))
    case .pad(let outer):
      if (outer.low + outer.high).allSatisfy({ $0 == 0 }) { return operands[0] }
      guard case .pad(let inner) = rewriter.operation(operands[0]) else { return nil }
      let merged = Operation.Pad(
        low: zip(inner.low, outer.low).map { $0 + $1 }, high: zip(inner.high, outer.high).map { $0 + $1 })
      return rewriter.emit(.pad(merged), rewriter.operands(operands[0]))
    case .concat: return operands.count == 1 ? operands[0] : nil
    default: return nil
    }
  }
}
