import Grammar
import TensorGraph

/// The sine.
enum Sine {
  static let entry = Entry<Activation>("sin", "sin(x).", source: "—", example: "sin") {
    Activation(.sin, isOdd: true)
  }
}
