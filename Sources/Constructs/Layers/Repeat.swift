import Grammar
import TensorGraph

/// The same layers several times one after another, each time with parameters of their own.
struct Repeat: Layer {
  /// One for each time. They are the same until a stage gives one of them other units.
  let stacks: [LayerStack]

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    let shape = try stacks[0].outputShape(for: input)
    guard stacks.count == 1 || shape == input else {
      throw LayerMisfit(
        .shapeMismatch, "`repeat` gives its layers what they gave before, of shape \(shape), and their input has shape \(input)",
        help: "let its last layer give the shape of its input")
    }
    return shape
  }

  /// Number `-1`, `-2`, … stands right behind the name of the layer.
  func parameters(for input: Shape) -> [LayerParameter] {
    numbered.flatMap { number, stack in stack.parameters(for: input).map { $0.owned(by: number) } }
  }

  func masks(for input: Shape) -> [LayerMask] {
    numbered.flatMap { number, stack in
      stack.masks(for: input).map { LayerMask(name: number + $0.name, shape: $0.shape, keep: $0.keep) }
    }
  }

  func innerUnits(for input: Shape) -> [UnitGroup<any Layer>] {
    numbered.enumerated().flatMap { place, item in
      item.stack.unitGroups(for: input).map { group in
        group.inside(owner: item.number) { stack, _ in
          var changed = stacks
          changed[place] = stack
          return Repeat(stacks: changed)
        }
      }
    }
  }

  /// The stacks with what stands behind the layer's name.
  private var numbered: [(number: String, stack: LayerStack)] { stacks.enumerated().map { ("-\($0 + 1)", $1) } }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    repeated(&graph, x, parameters, nil)
  }

  func applyTraining(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ masks: [Value]) -> Value {
    repeated(&graph, x, parameters, masks)
  }

  private func repeated(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ masks: [Value]?) -> Value {
    let input = Shape(Array(graph.shape(x).dimensions.dropFirst()))
    var (value, next, nextMask) = (x, 0, 0)
    for stack in stacks {
      let (end, maskEnd) = (next + stack.parameters(for: input).count, nextMask + stack.masks(for: input).count)
      value = stack.apply(&graph, value, Array(parameters[next..<end]), masks.map { Array($0[nextMask..<maskEnd]) })
      (next, nextMask) = (end, maskEnd)
    }
    return value
  }
}

extension Repeat {
  static let entry = Entry<any Layer>(
    "repeat",
    "Layers again and again, each time with parameters of their own, which are `BLOCK-1.LAYER.weight`, `BLOCK-2.LAYER.weight`, ….",
    example: "{repeat: {times: 2, layers: {inner: {dense: {units: 8, activation: tanh}}}}}",
    .required("times", .integer(1...Limits.repetitions), "How many times."),
    .required("layers", .map(of: .built(Layers.family), role: "layer"), "The layers by name, in order.")
  ) { Repeat(stacks: [LayerStack](repeating: LayerStack(layers: $1), count: $0)) }
}
