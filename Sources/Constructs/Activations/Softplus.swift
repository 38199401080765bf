import Grammar
import TensorGraph

/// A smooth positive part.
enum Softplus {
  static let entry = Entry<Activation>("softplus", "log(1 + exp(x)).", source: "Dugas et al. 2001", example: "softplus") {
    Activation(.softplus)
  }
}
