extension TensorGraph {
  /// An equivalent graph that computes of each value only what is read of it.
  ///
  /// Where only the last place of a sequence is read, the layers before it are computed for that place alone, as far back as all readers
  /// read the same part: the values are the same to the bit. Derivatives taken of the new graph leave out sums over places whose
  /// cotangents are zero.
  ///
  /// - Returns: the new graph, and the roots in it, in the order given; roots are read whole.
  package func readingParts(keeping roots: [Value]) -> (graph: TensorGraph, roots: [Value]) {
    let extents = readExtents(roots)
    var parts = PartGraph(old: self, extents: extents)
    for value in values where extents[value.index] != .none { parts.emit(value) }
    return (parts.graph, roots.map { parts.known($0) })
  }

  /// How much of each value is read, and, where a part of it cannot be computed from parts, the whole of it.
  private func readExtents(_ roots: [Value]) -> [ReadExtent] {
    var extents = [ReadExtent](repeating: .none, count: vertices.count)
    for root in roots { extents[root.index] = .whole }
    for index in vertices.indices.reversed() {
      let vertex = vertices[index]
      let shapes = vertex.operands.map { shape($0) }
      var read = vertex.operands.map { _ in ReadExtent.whole }
      switch extents[index] {
      case .none: continue
      case .whole:
        if let part = shapes.first.flatMap({ vertex.operation.slicedPart(of: $0) }) { read = [.part(part)] }
      case .part(let part):
        if let needed = vertex.operation.operandsRead(for: part, of: vertex.shape, operands: shapes) {
          read = needed
        } else {
          extents[index] = .whole
        }
      }
      for (operand, extent) in zip(vertex.operands, read) {
        extents[operand.index] = extents[operand.index].joined(extent)
      }
    }
    return extents
  }
}

/// The graph as it is rebuilt: each value whole or the part of it that is read.
private struct PartGraph {
  let old: TensorGraph
  let extents: [ReadExtent]
  var graph = TensorGraph()
  private var values: [Value?]

  init(old: TensorGraph, extents: [ReadExtent]) {
    (self.old, self.extents) = (old, extents)
    values = [Value?](repeating: nil, count: extents.count)
  }

  mutating func emit(_ value: Value) {
    let vertex = old[value]
    graph.origin = vertex.origin
    let shapes = vertex.operands.map { old.shape($0) }
    switch extents[value.index] {
    case .none: preconditionFailure("what nothing reads is left out")
    case .whole:
      if let part = shapes.first.flatMap({ vertex.operation.slicedPart(of: $0) }), extents[vertex.operands[0].index] == .part(part) {
        values[value.index] = graph.reshape(known(vertex.operands[0]), vertex.shape)
        return
      }
      values[value.index] = graph.append(vertex.operation, vertex.operands.map { known($0) })
    case .part(let part):
      guard let needed = vertex.operation.operandsRead(for: part, of: vertex.shape, operands: shapes) else {
        preconditionFailure("a value is read in part only where its parts come from parts")
      }
      var operands: [Value] = []
      for (operand, extent) in zip(vertex.operands, needed) { operands.append(read(operand, extent)) }
      values[value.index] = graph.append(vertex.operation.restricted(to: part, of: vertex.shape), operands)
    }
  }

  /// A value of the old graph, whole or its part, as `extents` says.
  func known(_ value: Value) -> Value {
    guard let known = values[value.index] else { preconditionFailure("operands stand before the vertex that reads them") }
    return known
  }

  /// As much of a value as is asked for.
  private mutating func read(_ value: Value, _ extent: ReadExtent) -> Value {
    guard case .part(let part) = extent, extents[value.index] == .whole else { return known(value) }
    let shape = old.shape(value)
    let rest = shape.count / (part.before * part.extent)
    let rows = graph.reshape(known(value), [part.before, part.extent, rest])
    return graph.reshape(graph.slice(rows, axis: 1, part.places), part.shape(of: shape))
  }
}
