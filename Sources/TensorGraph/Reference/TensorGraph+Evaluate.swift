extension TensorGraph {
  /// The values of `outputs`, computed in double precision by the reference implementations: the oracle.
  ///
  /// - Parameter sources: a tensor for every input and parameter that the outputs need, by name.
  package func evaluate(_ outputs: [Value], _ sources: [String: ReferenceTensor]) -> [ReferenceTensor] {
    var needed = [Bool](repeating: false, count: vertices.count)
    for output in outputs { needed[output.index] = true }
    for index in vertices.indices.reversed() where needed[index] {
      for operand in vertices[index].operands { needed[operand.index] = true }
    }
    var results = [ReferenceTensor?](repeating: nil, count: vertices.count)
    for index in vertices.indices where needed[index] {
      results[index] = result(of: vertices[index], results, sources)
    }
    return outputs.map { output in
      guard let result = results[output.index] else { preconditionFailure("Every output was needed.") }
      return result
    }
  }

  private func result(
    of vertex: Vertex, _ results: [ReferenceTensor?], _ sources: [String: ReferenceTensor]
  ) -> ReferenceTensor {
    if let name = vertex.operation.sourceName {
      guard let given = sources[name] else { preconditionFailure("No tensor was given for `\(name)`.") }
      precondition(given.shape == vertex.shape, "`\(name)` has shape \(vertex.shape), not \(given.shape).")
      return given
    }
    let operands = vertex.operands.compactMap { results[$0.index] }
    precondition(operands.count == vertex.operands.count, "Operands stand before the vertex that reads them.")
    return vertex.operation.primitive.evaluate(operands, shape: vertex.shape)
  }
}
