import Grammar
import TensorGraph

/// softmax(Q Kᵀ / √(key units of a head)) V, then W_O: every place of a sequence takes from the others, or from those before it.
/// Source: Vaswani et al., arXiv:1706.03762, equation 1 and section 3.2.2.
///
/// Letters: n samples, l places, h heads, s key units of one head.
struct Attention: Layer {
  let heads: Int
  let keyUnits: Int
  let isCausal: Bool
  let hasBias: Bool
  let branch: LayerBranch

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    try requireSequence(input, of: "attention")
    guard keyUnits % heads == 0 else {
      throw LayerMisfit(
        .shapeMismatch, "\(heads) heads cannot share \(keyUnits) key units evenly",
        help: "write a number of key units that \(heads) divides")
    }
    return input
  }

  func parameters(for input: Shape) -> [LayerParameter] {
    let width = input[1]
    let names = ["query", "key", "value"]
    let weights =
      names.map { LayerParameter($0, [keyUnits, width], fanIn: width, fanOut: keyUnits) } + [
        LayerParameter("output", [width, keyUnits], fanIn: keyUnits, fanOut: width)
      ]
    let biases =
      names.map { LayerParameter($0 + "_bias", [keyUnits], fanIn: width, fanOut: keyUnits) } + [
        LayerParameter("output_bias", [width], fanIn: keyUnits, fanOut: width)
      ]
    return weights + (hasBias ? biases : []) + branch.parameters(width)
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    branch.apply(&graph, x, parameters) { graph, x, own in
      let shape = graph.shape(x)
      let rows = graph.reshape(x, [shape[0] * shape[1], shape[2]])
      let parts = (0..<3).map { number in
        split(&graph, graph.affine(rows, own[number], hasBias ? own[4 + number] : nil), shape)
      }
      let weights = weights(&graph, parts[0], parts[1])
      let mixed = joined(&graph, graph.matmul(weights, parts[2]), shape)
      return graph.reshape(graph.affine(mixed, own[3], hasBias ? own[7] : nil), shape)
    }
  }

  /// How much each place takes from each, (n·h, l, l); rows sum to 1.
  private func weights(_ graph: inout TensorGraph, _ queries: Value, _ keys: Value) -> Value {
    let scale = 1 / Double(keyUnits / heads).squareRoot()
    var scores = graph.multiply(graph.matmul(queries, keys, transposeB: true), scale)
    let shape = graph.shape(scores)
    let length = shape[1]
    if isCausal {
      // Far below every score, and finite: infinity minus infinity would be NaN.
      let hidden = (0..<length).flatMap { place in (0..<length).map { $0 > place ? -1e30 : 0 } }
      scores = graph.add(scores, graph.broadcast(graph.constant(hidden, [length, length]), to: shape, newAxes: [0]))
    }
    return graph.reshape(graph.softmax(graph.reshape(scores, [shape[0] * length, length])), shape)
  }

  /// (n·l, h·s) as (n·h, l, s).
  private func split(_ graph: inout TensorGraph, _ rows: Value, _ input: Shape) -> Value {
    let (samples, length, size) = (input[0], input[1], keyUnits / heads)
    if heads == 1 { return graph.reshape(rows, [samples, length, size]) }
    let apart = graph.permute(graph.reshape(rows, [samples, length, heads, size]), [0, 2, 1, 3])
    return graph.reshape(apart, [samples * heads, length, size])
  }

  /// (n·h, l, s) as (n·l, h·s).
  private func joined(_ graph: inout TensorGraph, _ mixed: Value, _ input: Shape) -> Value {
    let (samples, length) = (input[0], input[1])
    if heads == 1 { return graph.reshape(mixed, [samples * length, keyUnits]) }
    let apart = graph.reshape(mixed, [samples, heads, length, keyUnits / heads])
    return graph.reshape(graph.permute(apart, [0, 2, 1, 3]), [samples * length, keyUnits])
  }
}

extension Attention {
  static let entry = Entry<any Layer>(
    "attention",
    "Attention of a sequence to itself: softmax(Q Kᵀ / √size) V, then an output matrix; "
      + "the parameters are `query`, `key`, `value` and `output`.",
    source: "Vaswani et al., arXiv:1706.03762", example: "{attention: {heads: 1, key_units: 64, causal: true, residual: true, norm: post}}",
    alsoKnownAs: ["multi_head_attention", "self_attention"],
    .optional("heads", .integer(1...Limits.units), default: "1", "Number of heads."),
    .required("key_units", .integer(1...Limits.units), "Length of queries, keys and values, over all heads together."),
    .optional("causal", .flag, default: "false", "Whether a place sees only itself and those before it."),
    .optional("bias", .flag, default: "true", "Whether the four matrices have biases."),
    LayerBranch.residualField, LayerBranch.normField
  ) { heads, keyUnits, causal, bias, residual, norm in
    Attention(
      heads: heads, keyUnits: keyUnits, isCausal: causal, hasBias: bias, branch: LayerBranch(isResidual: residual, norm: norm))
  }
}
