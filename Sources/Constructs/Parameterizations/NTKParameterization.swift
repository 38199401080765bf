import Grammar

/// α = √m, β₁ = β₂ = 1: γ = 1/2, γ' = 0.
enum NTKParameterization {
  static let entry = Entry<Parameterization>(
    "ntk", "α = √m, β₁ = β₂ = 1: γ = 1/2, γ' = 0.", source: "Jacot et al., arXiv:1806.07572; arXiv:2007.07497, table 1",
    example: "ntk"
  ) {
    Parameterization { m, _ in Parameterization.Scales(alpha: m.squareRoot(), beta1: 1, beta2: 1) }
  }
}
