import Grammar
import TensorGraph

/// Layers one after another, each with the shape its predecessor gives.
struct LayerStack: Sendable {
  let layers: [Named<Built<any Layer>>]

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    var shape = input
    for layer in layers {
      do throws(LayerMisfit) { shape = try layer.value.value.outputShape(for: shape) } catch {
        throw error.located(at: layer.value.range)
      }
    }
    return shape
  }

  /// The layers with the shapes of their inputs, for an input they fit.
  func parts(_ input: Shape) -> [(name: String, layer: any Layer, input: Shape)] {
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
    parts(input).flatMap { part in part.layer.parameters(for: part.input).map { $0.owned(by: part.name) } }
  }

  func masks(for input: Shape) -> [LayerMask] {
    parts(input).flatMap { part in
      part.layer.masks(for: part.input).map { LayerMask(name: ".\(part.name)\($0.name)", shape: $0.shape, keep: $0.keep) }
    }
  }

  /// F(x); of an update where there are masks.
  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ masks: [Value]?) -> Value {
    var value = x
    var (next, nextMask) = (0, 0)
    for part in parts(Shape(Array(graph.shape(x).dimensions.dropFirst()))) {
      let count = part.layer.parameters(for: part.input).count
      let own = Array(parameters[next..<(next + count)])
      next += count
      guard let masks else {
        value = part.layer.apply(&graph, value, own)
        continue
      }
      let maskCount = part.layer.masks(for: part.input).count
      value = part.layer.applyTraining(&graph, value, own, Array(masks[nextMask..<(nextMask + maskCount)]))
      nextMask += maskCount
    }
    return value
  }
}
