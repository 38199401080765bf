import Grammar
import TensorGraph

/// x for x > 0, else slope · x.
enum LeakyReLU {
  static let entry = Entry<Activation>(
    "leaky_relu", "x for x > 0, else slope · x.", source: "Maas et al. 2013",
    example: "{leaky_relu: {slope: 0.01}}", shorthand: .field("slope"),
    .optional("slope", .number(0...1), default: "0.01", "Slope for x < 0.")
  ) { slope in
    // relu(x) − slope · relu(−x)
    Activation(kinks: [0], multiplicity: nil) { graph, x in
      let negative = graph.unary(.relu, graph.unary(.negate, x))
      return graph.subtract(graph.unary(.relu, x), graph.multiply(negative, graph.constant(slope)))
    }
  }
}
