import Grammar
import TensorGraph

/// W₂ σ(W₁ x + b₁) + b₂ at every place of a sequence. Source: Vaswani et al., arXiv:1706.03762, equation 2.
struct FeedForward: Layer {
  let units: Int
  let activation: Activation
  let hasBias: Bool
  let branch: LayerBranch

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    try requireSequence(input, of: "feed_forward")
    return input
  }

  func parameters(for input: Shape) -> [LayerParameter] {
    let width = input[1]
    let weights = [
      LayerParameter("inner", [units, width], fanIn: width, fanOut: units),
      LayerParameter("output", [width, units], fanIn: units, fanOut: width),
    ]
    let biases = [
      LayerParameter("inner_bias", [units], fanIn: width, fanOut: units),
      LayerParameter("output_bias", [width], fanIn: units, fanOut: width),
    ]
    return weights + (hasBias ? biases : []) + branch.parameters(width)
  }

  func innerUnits(for input: Shape) -> [UnitGroup<any Layer>] {
    func axis(_ parameter: String, _ axis: Int) -> UnitAxis { UnitAxis(parameter: parameter, axis: axis, form: .numbers) }
    let own = [axis("inner", 0)] + (hasBias ? [axis("inner_bias", 0)] : [])
    return [
      UnitGroup(
        name: "inner", count: units, own: own, reader: axis("output", 1), isOdd: activation.isOdd, notOdd: nil,
        resized: { FeedForward(units: $0, activation: activation, hasBias: hasBias, branch: branch) })
    ]
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    branch.apply(&graph, x, parameters) { graph, x, own in
      let shape = graph.shape(x)
      let rows = graph.reshape(x, [shape[0] * shape[1], shape[2]])
      let hidden = activation.apply(&graph, graph.affine(rows, own[0], hasBias ? own[2] : nil))
      return graph.reshape(graph.affine(hidden, own[1], hasBias ? own[3] : nil), shape)
    }
  }
}

extension FeedForward {
  static let entry = Entry<any Layer>(
    "feed_forward",
    "Two dense layers at every place of a sequence: W₂ σ(W₁ x + b₁) + b₂; the parameters are `inner` and `output`.",
    source: "Vaswani et al., arXiv:1706.03762", example: "{feed_forward: {units: 256, residual: true, norm: post}}", alsoKnownAs: ["mlp"],
    .required("units", .integer(1...Limits.units), "Number of inner units."),
    .optional("activation", .component(Activation.family), default: "relu", "What each inner unit's sum passes through."),
    .optional("bias", .flag, default: "true", "Whether each unit has a bias."),
    LayerBranch.residualField, LayerBranch.normField
  ) { units, activation, bias, residual, norm in
    FeedForward(units: units, activation: activation, hasBias: bias, branch: LayerBranch(isResidual: residual, norm: norm))
  }
}
