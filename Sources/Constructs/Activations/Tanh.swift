import Grammar
import TensorGraph

/// The hyperbolic tangent: odd, of multiplicity 1.
enum Tanh {
  static let entry = Entry<Activation>("tanh", "The hyperbolic tangent.", source: "—", example: "tanh") {
    Activation(.tanh, isOdd: true)
  }
}
