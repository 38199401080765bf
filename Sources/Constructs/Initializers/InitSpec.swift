import Grammar
import SourceDiagnostics

/// The part `init:`.
package struct InitSpec: Sendable {
  /// Initializers by parameter, layer or `default`.
  package let initializers: [Named<Built<any Initializer>>]
  /// Whether the neurons of the last hidden layer start in pairs of opposite sign, where the spec says it; nil where it does not.
  package let antisymmetric: Located<Bool>?

  static let record = Record<InitSpec>(
    "init", "How parameters start.",
    .open(
      "initializers", .map(of: .built(Initializers.family), role: "layer or parameter", dotted: true),
      "How a parameter (`hidden.bias`), a layer (`hidden`) or every other one (`default`) starts; the narrowest name decides."),
    .maybe(
      "antisymmetric", .located(.flag),
      "Whether the second half of the last hidden layer's units are copies of the first half with output weights of opposite sign: "
        + "the output starts at 0, but for the rounding of one sum, and all units train.")
  ) { InitSpec(initializers: $0, antisymmetric: $1) }
}
