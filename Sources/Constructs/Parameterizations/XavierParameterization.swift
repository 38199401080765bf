import Grammar

/// α = 1, β₁² = 2/(m + 1), β₂² = 2/(m + d): γ = 1, γ' = 0.
enum XavierParameterization {
  static let entry = Entry<Parameterization>(
    "xavier", "α = 1, β₁² = 2/(m + 1), β₂² = 2/(m + d): γ = 1, γ' = 0.", source: "arXiv:2007.07497, table 1", example: "xavier"
  ) {
    Parameterization { m, d in Parameterization.Scales(alpha: 1, beta1: (2 / (m + 1)).squareRoot(), beta2: (2 / (m + d)).squareRoot()) }
  }
}
