import Grammar
import TensorGraph

/// x · sigmoid(x), also called SiLU.
enum Swish {
  static let entry = Entry<Activation>(
    "swish", "x / (1 + exp(−x)).", source: "Ramachandran et al., arXiv:1710.05941", example: "swish", alsoKnownAs: ["silu"]
  ) {
    Activation { graph, x in graph.multiply(x, graph.unary(.sigmoid, x)) }
  }
}
