import Grammar
import TensorGraph

/// x² · tanh(x): odd, of multiplicity 3.
enum X2Tanh {
  static let entry = Entry<Activation>("x2_tanh", "x² · tanh(x).", source: "arXiv:2105.11686, section 4", example: "x2_tanh") {
    Activation(multiplicity: 3, isOdd: true) { graph, x in
      graph.multiply(graph.multiply(x, x), graph.unary(.tanh, x))
    }
  }
}
