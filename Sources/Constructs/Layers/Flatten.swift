import ExperimentGraph
import Grammar
import TensorGraph

/// Each sample's numbers as one row, in row-major order.
struct Flatten: Layer {
  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape { [input.count] }

  var isOdd: Bool { true }

  func role(for input: Shape) -> SampleRole? { .arrangement }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    let shape = graph.shape(x)
    return graph.reshape(x, [shape[0], shape.count / Swift.max(shape[0], 1)])
  }
}

extension Flatten {
  static let entry = Entry<any Layer>(
    "flatten", "Each sample's numbers as one row, as dense layers need them.", example: "flatten"
  ) { Flatten() }
}
