import Grammar
import TensorGraph

/// x · tanh(x): even, of multiplicity 2.
enum XTanh {
  static let entry = Entry<Activation>("x_tanh", "x · tanh(x).", source: "arXiv:2105.11686, section 4", example: "x_tanh") {
    Activation(multiplicity: 2) { graph, x in graph.multiply(x, graph.unary(.tanh, x)) }
  }
}
