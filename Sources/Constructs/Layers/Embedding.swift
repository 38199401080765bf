import Grammar
import TensorGraph

/// A learned vector for each token. Samples are token numbers 0 ..< vocabulary, and each becomes a row of the table.
struct Embedding: Layer {
  let tokens: Int
  let units: Int

  var vocabulary: Int? { tokens }

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    guard input.rank == 1 else {
      throw LayerMisfit(
        .shapeMismatch, "`embedding` needs one row of token numbers for each sample, and its input has shape \(input)",
        help: "let `embedding` be the first layer")
    }
    return [input[0], units]
  }

  /// The fan-in is the number of units: the published code draws embeddings with d_model^−γ (arXiv:2405.05409).
  func parameters(for input: Shape) -> [LayerParameter] {
    [LayerParameter("weight", [tokens, units], fanIn: units, fanOut: units)]
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    graph.gather(parameters[0], x)
  }
}

extension Embedding {
  static let entry = Entry<any Layer>(
    "embedding", "A learned vector for each token; the samples are rows of token numbers.",
    example: "{embedding: {vocabulary: 201, units: 64}}",
    .required("vocabulary", .integer(1...Limits.units), "How many tokens there are; they are numbered from 0."),
    .required("units", .integer(1...Limits.units), "Length of a token's vector.")
  ) { vocabulary, units in Embedding(tokens: vocabulary, units: units) }
}
