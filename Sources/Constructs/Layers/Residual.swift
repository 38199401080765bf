import Grammar
import TensorGraph

/// x + F(x), with layers F one after another that give the shape they take. Source: He et al., arXiv:1512.03385, equation 1.
struct Residual: Layer {
  let stack: LayerStack

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    let shape = try stack.outputShape(for: input)
    guard shape == input else {
      throw LayerMisfit(
        .shapeMismatch, "a residual block adds its input of shape \(input) to what its layers give, which has shape \(shape)",
        help: "let its last layer give the shape of its input")
    }
    return shape
  }

  func parameters(for input: Shape) -> [LayerParameter] { stack.parameters(for: input) }

  func masks(for input: Shape) -> [LayerMask] { stack.masks(for: input) }

  func innerUnits(for input: Shape) -> [UnitGroup<any Layer>] {
    stack.unitGroups(for: input).map { $0.inside { stack, _ in Residual(stack: stack) } }
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    graph.add(x, stack.apply(&graph, x, parameters, nil))
  }

  func applyTraining(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ masks: [Value]) -> Value {
    graph.add(x, stack.apply(&graph, x, parameters, masks))
  }
}

extension Residual {
  static let entry = Entry<any Layer>(
    "residual", "x + F(x), with layers F one after another that give the shape they take; their parameters are `BLOCK.LAYER.weight`.",
    source: "He et al., arXiv:1512.03385", example: "{residual: {layers: {inner: {dense: {units: 8, activation: tanh}}}}}",
    alsoKnownAs: ["skip", "add", "shortcut"],
    .required("layers", .map(of: .built(Layers.family), role: "layer"), "The layers of F by name, in order.")
  ) { Residual(stack: LayerStack(layers: $0)) }
}
