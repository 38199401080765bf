extension TensorGraph {
  /// The derivatives of the scalar `y` with respect to each of `xs`, as new vertices of this graph.
  ///
  /// Reverse mode: cotangents flow from `y` down to `xs`, each rule written in primitives, so the result can be
  /// differentiated again. An x that y does not depend on has derivative zero. The xs may be any values, not only
  /// parameters, and may depend on each other. New vertices carry the origin of the vertex they differentiate.
  ///
  /// - Complexity: O(vertices up to y); values that no x reaches are not visited.
  package mutating func gradients(of y: Value, withRespectTo xs: [Value]) -> [Value] {
    precondition(shape(y).isScalar, "Only a scalar has a gradient; the value has shape \(shape(y)).")
    return pullback(constant(1), of: y, withRespectTo: xs)
  }

  /// The product of `cotangent` (shaped like `y`) with the Jacobian of `y` with respect to each of `xs`.
  package mutating func pullback(_ cotangent: Value, of y: Value, withRespectTo xs: [Value]) -> [Value] {
    precondition(
      shape(cotangent) == shape(y), "A cotangent of shape \(shape(cotangent)) does not fit \(shape(y)).")
    let depends = dependence(on: xs, upTo: y)
    var cotangents = [Value?](repeating: nil, count: y.index + 1)
    cotangents[y.index] = cotangent
    let callerOrigin = origin
    for index in stride(from: y.index, through: 0, by: -1) where depends[index] {
      guard let arriving = cotangents[index] else { continue }
      let vertex = vertices[index]
      guard vertex.operands.contains(where: { depends[$0.index] }) else { continue }
      origin = vertex.origin ?? callerOrigin
      let parts = vertex.operation.primitive.pullback(
        arriving, at: Value(index: index), operands: vertex.operands, in: &self)
      for (operand, part) in zip(vertex.operands, parts) where depends[operand.index] {
        guard let part else { continue }
        cotangents[operand.index] = cotangents[operand.index].map { add($0, part) } ?? part
      }
    }
    origin = callerOrigin
    return xs.map { x in
      let found = x <= y ? cotangents[x.index] : nil
      return found ?? constant(0, shape(x))
    }
  }

  /// For each vertex up to `y`, whether one of `xs` reaches it.
  private func dependence(on xs: [Value], upTo y: Value) -> [Bool] {
    var depends = [Bool](repeating: false, count: y.index + 1)
    for x in xs where x <= y { depends[x.index] = true }
    for index in depends.indices where !depends[index] {
      depends[index] = vertices[index].operands.contains { depends[$0.index] }
    }
    return depends
  }
}
