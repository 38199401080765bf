import Grammar
import TensorGraph

/// The logistic function.
enum Sigmoid {
  static let entry = Entry<Activation>("sigmoid", "1 / (1 + exp(−x)).", source: "—", example: "sigmoid", alsoKnownAs: ["logistic"]) {
    Activation(.sigmoid)
  }
}
