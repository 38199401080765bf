import Grammar
import TensorGraph

/// Every number times a constant.
struct Scale: Layer {
  let factor: Double

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape { input }

  var isOdd: Bool { true }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    graph.multiply(x, graph.constant(factor))
  }
}

extension Scale {
  static let entry = Entry<any Layer>(
    "scale", "Every number times a constant.", example: "{scale: 0.5}", shorthand: .field("factor"),
    .required("factor", .number(unit: "1"), "The constant.")
  ) { Scale(factor: $0) }
}
