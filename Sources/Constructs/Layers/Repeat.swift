import Grammar
import TensorGraph

/// The same layers several times one after another, each time with parameters of their own.
struct Repeat: Layer {
  let times: Int
  let stack: LayerStack

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    let shape = try stack.outputShape(for: input)
    guard times == 1 || shape == input else {
      throw LayerMisfit(
        .shapeMismatch, "`repeat` gives its layers what they gave before, of shape \(shape), and their input has shape \(input)",
        help: "let its last layer give the shape of its input")
    }
    return shape
  }

  /// Number `-1`, `-2`, … stands right behind the name of the layer.
  func parameters(for input: Shape) -> [LayerParameter] {
    let once = stack.parameters(for: input)
    return (1...times).flatMap { number in once.map { $0.owned(by: "-\(number)") } }
  }

  func masks(for input: Shape) -> [LayerMask] {
    let once = stack.masks(for: input)
    return (1...times).flatMap { number in once.map { LayerMask(name: "-\(number)\($0.name)", shape: $0.shape, keep: $0.keep) } }
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    repeated(&graph, x, parameters, nil)
  }

  func applyTraining(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ masks: [Value]) -> Value {
    repeated(&graph, x, parameters, masks)
  }

  private func repeated(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ masks: [Value]?) -> Value {
    let count = parameters.count / times
    let maskCount = (masks?.count ?? 0) / times
    return (0..<times).reduce(x) { value, number in
      let own = Array(parameters[number * count..<(number + 1) * count])
      return stack.apply(&graph, value, own, masks.map { Array($0[number * maskCount..<(number + 1) * maskCount]) })
    }
  }
}

extension Repeat {
  static let entry = Entry<any Layer>(
    "repeat",
    "Layers again and again, each time with parameters of their own, which are `BLOCK-1.LAYER.weight`, `BLOCK-2.LAYER.weight`, ….",
    example: "{repeat: {times: 2, layers: {inner: {dense: {units: 8, activation: tanh}}}}}",
    .required("times", .integer(1...Limits.repetitions), "How many times."),
    .required("layers", .map(of: .built(Layers.family), role: "layer"), "The layers by name, in order.")
  ) { Repeat(times: $0, stack: LayerStack(layers: $1)) }
}
