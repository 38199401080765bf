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

  /// One-hot rows times the table: a sum with a single term that is not zero, so the row comes out to the bit.
  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    let (samples, length) = (graph.shape(x)[0], graph.shape(x)[1])
    let pairs: Shape = [samples * length, tokens]
    let read = graph.broadcast(graph.reshape(x, [samples * length]), to: pairs, newAxes: [1])
    let numbers = graph.constant((0..<tokens).map(Double.init), [tokens])
    let distance = graph.subtract(read, graph.broadcast(numbers, to: pairs, newAxes: [0]))
    let oneHot = graph.subtract(1, graph.unary(.step, graph.unary(.abs, distance)))
    return graph.reshape(graph.matmul(oneHot, parameters[0]), [samples, length, units])
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
