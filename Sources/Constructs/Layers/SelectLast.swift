import Grammar
import TensorGraph

/// The last place of a sequence.
struct SelectLast: Layer {
  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    try requireSequence(input, of: "select_last")
    return [input[1]]
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    let shape = graph.shape(x)
    return graph.reshape(graph.slice(x, axis: 1, (shape[1] - 1)..<shape[1]), [shape[0], shape[2]])
  }
}

extension SelectLast {
  static let entry = Entry<any Layer>("select_last", "The vector at the last place of a sequence.", example: "select_last") { SelectLast() }
}
