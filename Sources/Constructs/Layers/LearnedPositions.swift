import Grammar
import TensorGraph

/// xₜ + pₜ: a learned vector for each place of a sequence.
struct LearnedPositions: Layer {
  let length: Int

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    try requireSequence(input, of: "learned_positions")
    guard input[0] <= length else {
      throw LayerMisfit(
        .shapeMismatch, "`learned_positions` has \(length) places, and the sequences are \(input[0]) long",
        help: "write `length: \(input[0])`")
    }
    return input
  }

  func parameters(for input: Shape) -> [LayerParameter] {
    [LayerParameter("weight", [length, input[1]], fanIn: input[1], fanOut: input[1])]
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    let shape = graph.shape(x)
    let used = graph.slice(parameters[0], axis: 0, 0..<shape[1])
    return graph.add(x, graph.broadcast(used, to: shape, newAxes: [0]))
  }
}

extension LearnedPositions {
  static let entry = Entry<any Layer>(
    "learned_positions", "Adds a learned vector to each place of a sequence.", example: "{learned_positions: {length: 20}}",
    alsoKnownAs: ["positional_encoding", "positional_embedding", "position_embedding"],
    .required("length", .integer(1...Limits.units), "The longest sequence it has vectors for.")
  ) { LearnedPositions(length: $0) }
}
