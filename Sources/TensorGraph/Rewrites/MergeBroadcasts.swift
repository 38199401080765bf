extension RewriteRule {
  static let mergeBroadcasts = RewriteRule(
    name: "merge_broadcasts",
    summary: "A broadcast of a broadcast is one broadcast; along axes of length 1, or none, it is a reshape."
  ) { rewriter, operation, operands in
    guard case .broadcast(let outer) = operation else { return nil }
    if outer.newAxes.allSatisfy({ outer.size[$0] == 1 }) { return rewriter.reshape(operands[0], outer.size) }
    guard case .broadcast(let inner) = rewriter.operation(operands[0]) else { return nil }
    let kept = outer.size.dimensions.indices.filter { !outer.newAxes.contains($0) }
    let newAxes = (outer.newAxes + inner.newAxes.map { kept[$0] }).sorted()
    return rewriter.broadcast(rewriter.operands(operands[0])[0], to: outer.size, newAxes: newAxes)
  }
}
