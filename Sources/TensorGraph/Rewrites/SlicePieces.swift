extension RewriteRule {
  static let slicePieces = RewriteRule(
    name: "slice_pieces",
    summary: "A slice that lies inside one piece of a concat is a slice of that piece; inside or outside of a "
      + "margin, a slice of the operand or zeros."
  ) { rewriter, operation, operands in
    guard case .slice(let slice) = operation else { return nil }
    let x = operands[0]
    let pieces = rewriter.operands(x)
    switch rewriter.operation(x) {
    case .concat(let concat):
      var start = 0
      for piece in pieces {
        let end = start + rewriter.shape(piece)[concat.axis]
        defer { start = end }
        guard start <= slice.lower[concat.axis], slice.upper[concat.axis] <= end else { continue }
        var (lower, upper) = (slice.lower, slice.upper)
        lower[concat.axis] -= start
        upper[concat.axis] -= start
        return rewriter.emit(.slice(Operation.Slice(lower: lower, upper: upper)), [piece])
      }
      return nil
    case .pad(let pad):
      let inside = rewriter.shape(pieces[0]).dimensions
      let lower = zip(slice.lower, pad.low).map { $0 - $1 }
      let upper = zip(slice.upper, pad.low).map { $0 - $1 }
      if inside.indices.contains(where: { upper[$0] <= 0 || lower[$0] >= inside[$0] }) {
        return rewriter.constant(0, Shape(zip(lower, upper).map { $1 - $0 }))
      }
      guard inside.indices.allSatisfy({ lower[$0] >= 0 && upper[$0] <= inside[$0] }) else { return nil }
      return rewriter.emit(.slice(Operation.Slice(lower: lower, upper: upper)), [pieces[0]])
    default: return nil
    }
  }
}
