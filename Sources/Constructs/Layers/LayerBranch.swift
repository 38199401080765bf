import Grammar
import TensorGraph

/// Where a layer normalization stands around a branch of a transformer.
enum NormPlace: String, CaseIterable, Sendable {
  case none, pre, post
}

/// What stands around a branch F of a transformer: F(x), x + F(x), LN(x + F(x)) or x + F(LN(x)).
/// Source: Xiong et al., arXiv:2002.04745, table 1.
struct LayerBranch: Sendable {
  let isResidual: Bool
  let norm: NormPlace

  /// The options of every layer that is such a branch.
  static let residualField = Field<Bool>.optional("residual", .flag, default: "false", "Whether the input is added to the result.")
  static let normField = Field<NormPlace>.optional(
    "norm", .choice(NormPlace.self), default: "none",
    "Where a layer normalization stands: before the branch, behind the sum, or nowhere.")

  private static let normalization = LayerNorm(epsilon: 1e-5)

  /// Gain and bias of the normalization, behind the parameters of F.
  func parameters(_ units: Int) -> [LayerParameter] {
    norm == .none ? [] : LayerNorm.parameters(units, gain: "norm_gain", bias: "norm_bias")
  }

  /// `branch` is F of a sequence (samples, places, units), with its own parameters.
  func apply(
    _ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ branch: (inout TensorGraph, Value, [Value]) -> Value
  ) -> Value {
    let own = norm == .none ? parameters : Array(parameters.dropLast(2))
    let ofNorm = Array(parameters.suffix(2))
    let input = norm == .pre ? Self.normalization.apply(&graph, x, ofNorm) : x
    var value = branch(&graph, input, own)
    if isResidual { value = graph.add(x, value) }
    return norm == .post ? Self.normalization.apply(&graph, value, ofNorm) : value
  }
}

/// Throws unless a sample is a sequence of vectors.
func requireSequence(_ input: Shape, of layer: String) throws(LayerMisfit) {
  guard input.rank == 2 else {
    throw LayerMisfit(
      .shapeMismatch, "`\(layer)` needs a sequence of vectors for each sample, and its input has shape \(input)",
      help: "put an `embedding` layer before it")
  }
}
