extension RewriteRule {
  /// Computes on the small tensor and spreads the result, instead of spreading first.
  static let hoistBroadcasts = RewriteRule(
    name: "hoist_broadcasts",
    summary: "f(broadcast(x)) = broadcast(f(x)); broadcast(x) ∘ broadcast(y) = broadcast(x ∘ y) along shared new "
      + "axes."
  ) { rewriter, operation, operands in
    func spread(_ value: Value) -> (source: Value, newAxes: [Int])? {
      guard case .broadcast(let broadcast) = rewriter.operation(value) else { return nil }
      return (rewriter.operands(value)[0], broadcast.newAxes)
    }
    let whole = operands.first.map { rewriter.shape($0) } ?? []
    switch operation {
    case .unary(let f):
      guard let x = spread(operands[0]) else { return nil }
      return rewriter.broadcast(rewriter.unary(f, x.source), to: whole, newAxes: x.newAxes)
    case .arithmetic(let arithmetic):
      let (a, b) = (spread(operands[0]), spread(operands[1]))
      let all = Array(0..<whole.rank)
      guard
        let first = a?.newAxes ?? (rewriter.splat(operands[0]) == nil ? nil : all),
        let second = b?.newAxes ?? (rewriter.splat(operands[1]) == nil ? nil : all),
        a != nil || b != nil
      else { return nil }
      let shared = first.filter { second.contains($0) }
      guard shared == first || shared == second else { return nil }
      let small = whole.removing(axes: shared)
      let left = rewriter.respread(operands[0], onto: small, without: shared)
      let right = rewriter.respread(operands[1], onto: small, without: shared)
      return rewriter.broadcast(rewriter.arithmetic(arithmetic, left, right), to: whole, newAxes: shared)
    default: return nil
    }
  }
}

extension Rewriter {
  /// A broadcast or a constant without some of its new axes.
  fileprivate mutating func respread(_ value: Value, onto small: Shape, without axes: [Int]) -> Value {
    if let number = splat(value) { return constant(number, small) }
    guard case .broadcast(let broadcast) = operation(value) else {
      preconditionFailure("Only broadcasts and constants are spread.")
    }
    let kept = broadcast.size.dimensions.indices.filter { !axes.contains($0) }
    let newAxes = kept.indices.filter { broadcast.newAxes.contains(kept[$0]) }
    return self.broadcast(operands(value)[0], to: small, newAxes: newAxes)
  }
}
