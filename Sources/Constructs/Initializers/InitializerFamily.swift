import Grammar

/// The initializers.
package enum Initializers {
  /// Every initializer, in the order of the documents. A bare number is a constant.
  package static let family = Family<any Initializer>(
    "initializer", "How a parameter's first values are drawn. `fan_in` and `fan_out` are those of its layer.",
    numberKind: "constant",
    [
      NormalInitializer.entry, UniformInitializer.entry, ConstantInitializer.entry, ZerosInitializer.entry,
      LeCun.entry, He.entry, Xavier.entry, FileInitializer.entry,
    ])
}
