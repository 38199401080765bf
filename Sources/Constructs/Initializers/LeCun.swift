import Grammar

/// Variance 1 / fan_in.
enum LeCun {
  static let entry = Entry<any Initializer>(
    "lecun", "Variance 1 / fan_in.", source: "LeCun et al. 1998", example: "lecun",
    alsoKnownAs: ["lecun_normal", "lecun_uniform"], shorthand: .field("distribution"),
    SchemeInitializer.distributionField
  ) { shape in SchemeInitializer(shape: shape) { fanIn, _ in 1 / fanIn } }
}
