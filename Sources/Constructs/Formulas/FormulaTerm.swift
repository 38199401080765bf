import TensorGraph

/// What the parts of a formula are written from: one batch of samples and the parameters.
struct FormulaSite {
  /// (samples, numbers of one input).
  let input: Value
  /// As declared.
  let parameters: [Value]
  let samples: Int
}

/// A part of a formula: its shape, and how it is written into a graph.
struct FormulaTerm: Sendable {
  /// Its shape for one sample: a number, a vector or a matrix.
  let shape: Shape
  /// Whether it differs from sample to sample; then the samples are the first axis of its tensor.
  let isPerSample: Bool
  let write: @Sendable (_ graph: inout TensorGraph, _ site: FormulaSite) -> Value

  static func number(_ x: Double) -> FormulaTerm {
    FormulaTerm(shape: [], isPerSample: false) { graph, _ in graph.constant(x) }
  }

  static func parameter(_ place: Int, _ shape: Shape) -> FormulaTerm {
    FormulaTerm(shape: shape, isPerSample: false) { _, site in site.parameters[place] }
  }

  /// All numbers of a sample.
  static func input(_ count: Int) -> FormulaTerm { FormulaTerm(shape: [count], isPerSample: true) { _, site in site.input } }

  /// One number of a sample, from 0.
  static func input(column: Int) -> FormulaTerm {
    FormulaTerm(shape: [], isPerSample: true) { graph, site in
      graph.reshape(graph.slice(site.input, axis: 1, column..<(column + 1)), [site.samples])
    }
  }

  /// A function of each of its elements.
  func mapped(_ function: @escaping @Sendable (inout TensorGraph, Value) -> Value) -> FormulaTerm {
    FormulaTerm(shape: shape, isPerSample: isPerSample) { graph, site in
      let value = write(&graph, site)
      return function(&graph, value)
    }
  }

  /// A function of its elements and those of a part of the same shape; a number goes with every element. Nil where the shapes differ.
  func combined(
    with other: FormulaTerm, _ function: @escaping @Sendable (inout TensorGraph, Value, Value) -> Value
  ) -> FormulaTerm? {
    guard shape == other.shape || shape.isScalar || other.shape.isScalar else { return nil }
    let whole = shape.isScalar ? other.shape : shape
    let isPerSample = isPerSample || other.isPerSample
    return FormulaTerm(shape: whole, isPerSample: isPerSample) { graph, site in
      let sides = [self, other].map { term in
        let value = term.write(&graph, site)
        return isPerSample ? term.spread(value, over: whole, site, &graph) : value
      }
      return function(&graph, sides[0], sides[1])
    }
  }

  /// The sum of its elements.
  var total: FormulaTerm {
    let axes = (0..<shape.rank).map { isPerSample ? $0 + 1 : $0 }
    return FormulaTerm(shape: [], isPerSample: isPerSample) { graph, site in
      let value = write(&graph, site)
      return axes.isEmpty ? value : graph.sum(value, axes: axes)
    }
  }

  /// The tensor of every sample, (samples, shape…).
  func written(_ graph: inout TensorGraph, _ site: FormulaSite) -> Value {
    let value = write(&graph, site)
    return isPerSample ? value : graph.broadcast(value, to: Shape([site.samples] + shape.dimensions), newAxes: [0])
  }

  /// `value`, its own tensor, with a place for each element of `whole` and each sample; a number that all share stays one.
  private func spread(_ value: Value, over whole: Shape, _ site: FormulaSite, _ graph: inout TensorGraph) -> Value {
    if shape.isScalar, !isPerSample { return value }
    let newAxes = (isPerSample ? [] : [0]) + (shape == whole ? [] : Array(1...whole.rank))
    return newAxes.isEmpty ? value : graph.broadcast(value, to: Shape([site.samples] + whole.dimensions), newAxes: newAxes)
  }
}
