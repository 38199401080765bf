import Grammar

/// Variance 2 / fan_in.
enum He {
  static let entry = Entry<any Initializer>(
    "he", "Variance 2 / fan_in.", source: "He et al., arXiv:1502.01852", example: "he",
    alsoKnownAs: ["kaiming", "kaiming_normal", "kaiming_uniform", "he_normal", "he_uniform"], shorthand: .field("distribution"),
    SchemeInitializer.distributionField
  ) { shape in SchemeInitializer(shape: shape) { fanIn, _ in 2 / fanIn } }
}
