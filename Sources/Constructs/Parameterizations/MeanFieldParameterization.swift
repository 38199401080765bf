import Grammar

/// α = m, β₁ = β₂ = 1: γ = 1, γ' = 0.
enum MeanFieldParameterization {
  static let entry = Entry<Parameterization>(
    "mean_field", "α = m, β₁ = β₂ = 1: γ = 1, γ' = 0.", source: "Mei et al., arXiv:1804.06561; arXiv:2007.07497, table 1",
    example: "mean_field"
  ) {
    Parameterization { m, _ in Parameterization.Scales(alpha: m, beta1: 1, beta2: 1) }
  }
}
