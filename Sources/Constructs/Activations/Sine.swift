import Grammar
import TensorGraph

/// The sine.
enum Sine {
  static let entry = Entry<Activation>("sin", "sin(x).", source: "—", example: "sin", alsoKnownAs: ["sine"]) {
    Activation(.sin, isOdd: true)
  }
}
