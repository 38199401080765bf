import Grammar
import TensorGraph

/// x · Φ(x), exact (by the error function, not the tanh approximation).
enum GELU {
  static let entry = Entry<Activation>(
    "gelu", "x · Φ(x), with Φ the distribution function of the standard normal.",
    source: "Hendrycks & Gimpel, arXiv:1606.08415", example: "gelu"
  ) {
    Activation { graph, x in
      let scaled = graph.multiply(x, graph.constant(0.5.squareRoot()))
      let distribution = graph.multiply(graph.add(graph.unary(.erf, scaled), graph.constant(1)), graph.constant(0.5))
      return graph.multiply(x, distribution)
    }
  }
}
