// What follows a max pooling is a fraction as large as what goes before it, so these rules move work behind it:
// bias and activation forward, the activation's slope and the bias gradient backward. Letters: c convolution,
// a = f(c + b) its activation with f increasing and b constant over each image plane, g the cotangent of the pooling.

extension RewriteRule {
  /// The largest of f(cᵢ + b) is f(largest cᵢ + b), since f and rounding are increasing.
  static let selectLater = RewriteRule(
    name: "select_later",
    summary: "pool_select(f(c + b), at: f(c + b)) = f(pool_select(c, at: c) + b) for increasing f and b "
      + "constant per plane."
  ) { rewriter, operation, operands in
    guard case .poolSelect(let pool) = operation, operands[0] == operands[1],
      let source = rewriter.increasingSource(operands[0], reluToo: true)
    else { return nil }
    let chosen = rewriter.emit(operation, [source, source])
    return rewriter.selected(operands[0], source, chosen, pool.window)
  }

  static let scatterFactors = RewriteRule(
    name: "scatter_factors",
    summary: "pool_scatter(g, at: a) · h(a) = pool_scatter(g · h(pool_select(a, at: a)), at: a) for elementwise h."
  ) { rewriter, operation, operands in
    guard case .arithmetic(.multiply) = operation else { return nil }
    for (scattered, factor) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      guard case .poolScatter(let pool) = rewriter.operation(scattered) else { continue }
      let (g, at) = (rewriter.operands(scattered)[0], rewriter.operands(scattered)[1])
      guard rewriter.isElementwise(factor, of: at) else { continue }
      let chosen = rewriter.emit(.poolSelect(Operation.PoolSelect(window: pool.window)), [at, at])
      guard let small = rewriter.selected(factor, at, chosen, pool.window) else { continue }
      let product = rewriter.arithmetic(.multiply, g, small)
      return rewriter.emit(.poolScatter(pool), [product, at])
    }
    return nil
  }

  /// Where relu is flat its first maximum is not that of its operand, but there a cotangent that went through relu is
  /// zero: g has the factor step(pool_select(a, at: a)).
  static let scatterAtSource = RewriteRule(
    name: "scatter_at_source",
    summary: "pool_scatter(g, at: f(c + b)) = pool_scatter(g, at: c) for increasing f; for relu where g is zero "
      + "with it."
  ) { rewriter, operation, operands in
    guard case .poolScatter(let pool) = operation else { return nil }
    let (g, at) = (operands[0], operands[1])
    let chosen = Operation.poolSelect(Operation.PoolSelect(window: pool.window))
    var clipped = false
    if rewriter.operation(at) == .unary(.relu), case .arithmetic(.multiply) = rewriter.operation(g) {
      let factors = rewriter.operands(g)
      let step = rewriter.unary(.step, rewriter.emit(chosen, [at, at]))
      clipped = factors.contains(step)
    }
    guard let source = rewriter.increasingSource(at, reluToo: clipped) else { return nil }
    return rewriter.emit(operation, [g, source])
  }

  static let sumOfScatter = RewriteRule(
    name: "sum_of_scatter", summary: "The sum of pool_scatter(g, at: a) over the image planes is that of g."
  ) { rewriter, operation, operands in
    guard case .sum(let sum) = operation, sum.axes.contains(2), sum.axes.contains(3),
      case .poolScatter = rewriter.operation(operands[0])
    else { return nil }
    return rewriter.sum(rewriter.operands(operands[0])[0], axes: sum.axes)
  }
}

extension Rewriter {
  /// c, where `value` is an increasing function of an image c plane by plane; nil where it is not, or is c itself.
  fileprivate func increasingSource(_ value: Value, reluToo: Bool) -> Value? {
    var source = value
    while let inner = increasingStep(source, reluToo: reluToo) { source = inner }
    return source == value ? nil : source
  }

  private func increasingStep(_ value: Value, reluToo: Bool) -> Value? {
    let operands = operands(value)
    switch operation(value) {
    case .unary(.relu): return reluToo ? operands[0] : nil
    case .unary(let f): return [.tanh, .sigmoid, .softplus, .exp, .erf].contains(f) ? operands[0] : nil
    case .arithmetic(.add):
      if isConstantPerPlane(operands[1]) { return operands[0] }
      return isConstantPerPlane(operands[0]) ? operands[1] : nil
    case .arithmetic(.subtract): return isConstantPerPlane(operands[1]) ? operands[0] : nil
    default: return nil
    }
  }

  /// Whether the value is the same at all pixels of each plane (n, c).
  private func isConstantPerPlane(_ value: Value) -> Bool {
    if splat(value) != nil { return true }
    guard case .broadcast(let spread) = operation(value) else { return false }
    return spread.newAxes.contains(2) && spread.newAxes.contains(3)
  }

  /// Whether the value is made from `at` and values constant per plane by elementwise operations alone.
  fileprivate func isElementwise(_ value: Value, of at: Value, depth: Int = 8) -> Bool {
    if value == at || isConstantPerPlane(value) { return true }
    guard depth > 0 else { return false }
    switch operation(value) {
    case .unary, .arithmetic: return operands(value).allSatisfy { isElementwise($0, of: at, depth: depth - 1) }
    default: return false
    }
  }

  /// `value` (an elementwise function of `source`) at the places where `source` was selected, giving `chosen`.
  fileprivate mutating func selected(_ value: Value, _ source: Value, _ chosen: Value, _ window: Window2D) -> Value? {
    if value == source { return chosen }
    if let plane = reduced(value, over: [2, 3]) { return broadcast(plane, to: shape(chosen), newAxes: [2, 3]) }
    let parts = operands(value)
    switch operation(value) {
    case .unary(let f): return selected(parts[0], source, chosen, window).map { unary(f, $0) }
    case .arithmetic(let f):
      guard let a = selected(parts[0], source, chosen, window), let b = selected(parts[1], source, chosen, window)
      else { return nil }
      return arithmetic(f, a, b)
    default: return nil
    }
  }
}
