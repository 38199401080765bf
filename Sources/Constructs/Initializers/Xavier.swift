import Grammar

/// Variance 2 / (fan_in + fan_out).
enum Xavier {
  static let entry = Entry<any Initializer>(
    "xavier", "Variance 2 / (fan_in + fan_out).", source: "Glorot & Bengio 2010", example: "xavier",
    alsoKnownAs: ["glorot", "glorot_normal", "glorot_uniform", "xavier_normal", "xavier_uniform"], shorthand: .field("distribution"),
    SchemeInitializer.distributionField
  ) { shape in SchemeInitializer(shape: shape) { fanIn, fanOut in 2 / (fanIn + fanOut) } }
}
