import Grammar
import TensorGraph

/// x + F(x), with layers F one after another that give the shape they take. Source: He et al., arXiv:1512.03385, equation 1.
struct Residual: Layer {
  let layers: [Named<Built<any Layer>>]

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    var shape = input
    for layer in layers {
      do throws(LayerMisfit) { shape = try layer.value.value.outputShape(for: shape) } catch {
        throw error.located(at: layer.value.range)
      }
    }
    guard shape == input else {
      throw LayerMisfit(
        .shapeMismatch, "a residual block adds its input of shape \(input) to what its layers give, which has shape \(shape)",
        help: "let its last layer give the shape of its input")
    }
    return shape
  }

  /// The layers with the shapes of their inputs, for an input they fit.
  private func parts(_ input: Shape) -> [(name: String, layer: any Layer, input: Shape)] {
    var shape = input
    return layers.map { layer in
      let part = (layer.name.value, layer.value.value, shape)
      guard let next = try? layer.value.value.outputShape(for: shape) else {
        preconditionFailure("the parts of a layer are asked for once it fits its input")
      }
      shape = next
      return part
    }
  }

  func parameters(for input: Shape) -> [LayerParameter] {
    parts(input).flatMap { part in
      part.layer.parameters(for: part.input).map {
        LayerParameter("\(part.name).\($0.name)", $0.shape, fanIn: $0.fanIn, fanOut: $0.fanOut)
      }
    }
  }

  func masks(for input: Shape) -> [LayerMask] {
    parts(input).flatMap { part in
      part.layer.masks(for: part.input).map { LayerMask(name: ".\(part.name)\($0.name)", shape: $0.shape, keep: $0.keep) }
    }
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    sum(&graph, x, parameters) { graph, layer, value, own, _ in layer.apply(&graph, value, own) }
  }

  func applyTraining(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ masks: [Value]) -> Value {
    var next = 0
    return sum(&graph, x, parameters) { graph, layer, value, own, shape in
      let count = layer.masks(for: shape).count
      defer { next += count }
      return layer.applyTraining(&graph, value, own, Array(masks[next..<(next + count)]))
    }
  }

  /// x + F(x), with each layer applied to a value with its own parameters.
  private func sum(
    _ graph: inout TensorGraph, _ x: Value, _ parameters: [Value],
    _ apply: (inout TensorGraph, any Layer, Value, [Value], Shape) -> Value
  ) -> Value {
    var value = x
    var next = 0
    for part in parts(Shape(Array(graph.shape(x).dimensions.dropFirst()))) {
      let count = part.layer.parameters(for: part.input).count
      value = apply(&graph, part.layer, value, Array(parameters[next..<(next + count)]), part.input)
      next += count
    }
    return graph.add(x, value)
  }
}

extension Residual {
  static let entry = Entry<any Layer>(
    "residual", "x + F(x), with layers F one after another that give the shape they take; their parameters are `BLOCK.LAYER.weight`.",
    source: "He et al., arXiv:1512.03385", example: "{residual: {layers: {inner: {dense: {units: 8, activation: tanh}}}}}",
    .required("layers", .map(of: .built(Layers.family), role: "layer"), "The layers of F by name, in order.")
  ) { Residual(layers: $0) }
}
