import Grammar
import TensorGraph

/// The positive part.
enum ReLU {
  static let entry = Entry<Activation>("relu", "max(x, 0).", source: "Nair & Hinton 2010", example: "relu") {
    Activation(.relu, kinks: [0], multiplicity: nil)
  }
}
