import Grammar
import TensorGraph

/// An activation on its own, for use after pooling or in between.
struct ActivationLayer: Layer {
  let activation: Activation

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape { input }

  var isOdd: Bool { activation.isOdd }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    activation.apply(&graph, x)
  }
}

extension ActivationLayer {
  static let entry = Entry<any Layer>(
    "activation", "An activation on its own.", example: "{activation: tanh}", shorthand: .field("of"),
    .required("of", .component(Activation.family), "The activation.")
  ) { ActivationLayer(activation: $0) }
}
