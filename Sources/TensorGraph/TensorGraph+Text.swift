extension TensorGraph: CustomStringConvertible {
  /// One line per vertex: `%7 = matmul(%3, %5; transpose_b) [128, 10]`.
  package var description: String { text(outputs: []) }

  /// The vertices, then one line per output: `loss = %12`. Stable: equal graphs have equal texts.
  package func text(outputs: [(name: String, value: Value)]) -> String {
    var text = ""
    for value in values { text += line(value) + "\n" }
    for output in outputs { text += "\(output.name) = %\(output.value.index)\n" }
    return text
  }

  /// The line of one vertex.
  package func line(_ value: Value) -> String {
    let vertex = self[value]
    let primitive = vertex.operation.primitive
    let operands = vertex.operands.map { "%\($0.index)" }.joined(separator: ", ")
    let inside = [operands, primitive.attributes].filter { !$0.isEmpty }.joined(separator: "; ")
    return "%\(value.index) = \(primitive.name)(\(inside)) \(vertex.shape)"
  }
}
