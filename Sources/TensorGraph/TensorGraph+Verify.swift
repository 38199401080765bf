extension TensorGraph {
  /// What is wrong with the graph, one sentence per fault; empty for every graph that our code makes.
  ///
  /// Checked after each stage in every build: graphs are small, so it costs nothing.
  package func faults() -> [String] {
    var faults: [String] = []
    var names: [String: Value] = [:]
    for value in values {
      let vertex = self[value]
      func fault(_ text: String) { faults.append("%\(value.index) = \(vertex.operation.primitive.name): \(text)") }
      if let late = vertex.operands.first(where: { $0 >= value }) {
        fault("reads %\(late.index), which does not stand before it.")
        continue
      }
      if let problem = problem(vertex.operation, vertex.operands) { fault(problem) }
      let shape = try? vertex.operation.primitive.shape(of: vertex.operands.map { self.shape($0) })
      if let shape, shape != vertex.shape { fault("has shape \(vertex.shape) where its rule says \(shape).") }
      guard let name = vertex.operation.sourceName else { continue }
      if let other = names[name], self[other].operation != vertex.operation {
        fault("the name `\(name)` already stands for %\(other.index).")
      }
      names[name] = names[name] ?? value
    }
    return faults
  }

  /// Traps with the first fault, if there is one.
  package func verify() {
    if let fault = faults().first { preconditionFailure("The tensor graph is broken. \(fault)") }
  }
}

extension Operation {
  /// The name under which the world knows an input or a parameter.
  package var sourceName: String? {
    switch self {
    case .input(let input): input.label
    case .parameter(let parameter): parameter.label
    default: nil
    }
  }
}
