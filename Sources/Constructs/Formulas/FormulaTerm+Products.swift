import TensorGraph

/// Where an entry lies along one axis.
enum EntryPlace: Sendable {
  /// At this place, from 0.
  case fixed(Int)
  /// Where this number of the sample says, from 0.
  case column(Int)
}

extension FormulaTerm {
  /// Rows and columns exchanged; nil for what is no matrix.
  var transposed: FormulaTerm? {
    guard shape.rank == 2 else { return nil }
    return FormulaTerm(shape: [shape[1], shape[0]], isPerSample: isPerSample) { graph, site in
      let value = write(&graph, site)
      return graph.transpose(value)
    }
  }

  /// The product of matrices and vectors: the sum over the last axis of this and the first of the other. Nil where these differ in length,
  /// and for numbers.
  func times(_ other: FormulaTerm) -> FormulaTerm? {
    guard shape.rank > 0, other.shape.rank > 0, shape[shape.rank - 1] == other.shape[0] else { return nil }
    let inner = other.shape[0]
    let (rows, columns) = (shape.rank == 2 ? shape[0] : 1, other.shape.rank == 2 ? other.shape[1] : 1)
    let product = Shape(shape.dimensions.dropLast() + other.shape.dimensions.dropFirst())
    let isPerSample = isPerSample || other.isPerSample
    let (first, second) = (self, other)
    return FormulaTerm(shape: product, isPerSample: isPerSample) { graph, site in
      let samples = site.samples
      guard isPerSample else {
        let a = graph.reshape(first.write(&graph, site), [rows, inner])
        let b = graph.reshape(second.write(&graph, site), [inner, columns])
        return graph.reshape(graph.matmul(a, b), product)
      }
      let whole = Shape([samples] + product.dimensions)
      // All samples are the rows of one product where what they are multiplied with is the same for all.
      if first.shape.rank == 1, !second.isPerSample {
        let b = graph.reshape(second.write(&graph, site), [inner, columns])
        let a = first.write(&graph, site)
        return graph.reshape(graph.matmul(a, b), whole)
      }
      if second.shape.rank == 1, !first.isPerSample {
        let a = graph.reshape(first.write(&graph, site), [rows, inner])
        let b = second.write(&graph, site)
        return graph.reshape(graph.matmul(b, a, transposeB: true), whole)
      }
      let a = graph.reshape(first.written(&graph, site), [samples, rows, inner])
      let b = graph.reshape(second.written(&graph, site), [samples, inner, columns])
      return graph.reshape(graph.matmul(a, b), whole)
    }
  }

  /// What is left when the first axis is taken at one place.
  func taken(at place: EntryPlace) -> FormulaTerm {
    let rest = Shape(Array(shape.dimensions.dropFirst()))
    let extent = shape[0]
    switch place {
    case .fixed(let index):
      let axis = isPerSample ? 1 : 0
      return FormulaTerm(shape: rest, isPerSample: isPerSample) { graph, site in
        let value = graph.slice(write(&graph, site), axis: axis, index..<(index + 1))
        return graph.reshape(value, isPerSample ? Shape([site.samples] + rest.dimensions) : rest)
      }
    case .column(let column):
      // A sum with a single term that is not zero, so the entry comes out to the bit.
      let oneHot = FormulaTerm(shape: [extent], isPerSample: true) { graph, site in
        let place = graph.slice(site.input, axis: 1, column..<(column + 1))
        let pairs: Shape = [site.samples, extent]
        let read = graph.broadcast(graph.reshape(place, [site.samples]), to: pairs, newAxes: [1])
        let numbers = graph.constant((0..<extent).map(Double.init), [extent])
        let distance = graph.subtract(read, graph.broadcast(numbers, to: pairs, newAxes: [0]))
        return graph.subtract(1, graph.unary(.step, graph.unary(.abs, distance)))
      }
      guard let entries = oneHot.times(self) else { preconditionFailure("as many places as the axis is long") }
      return entries
    }
  }
}
