import Grammar

/// α, β₁ and β₂ themselves.
enum ScalesParameterization {
  static let entry = Entry<Parameterization>(
    "scales", "α, β₁ and β₂ themselves.", example: "{scales: {alpha: 10, beta_1: 1, beta_2: 1}}",
    .optional("alpha", .number(.positive), default: "1", "What the output is divided by."),
    .required("beta_1", .number(.positive), "Standard deviation of the output weights."),
    .required("beta_2", .number(.positive), "Standard deviation of the hidden weights and biases.")
  ) { alpha, beta1, beta2 in
    Parameterization { _, _ in Parameterization.Scales(alpha: alpha, beta1: beta1, beta2: beta2) }
  }
}
