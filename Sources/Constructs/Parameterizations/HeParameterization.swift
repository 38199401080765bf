import Grammar

/// α = 1, β₁² = 2/m, β₂² = 2/d: γ = γ' = 1/2.
enum HeParameterization {
  static let entry = Entry<Parameterization>(
    "he", "α = 1, β₁² = 2/m, β₂² = 2/d: γ = γ' = 1/2.", source: "arXiv:2007.07497, table 1", example: "he"
  ) {
    Parameterization { m, d in Parameterization.Scales(alpha: 1, beta1: (2 / m).squareRoot(), beta2: (2 / d).squareRoot()) }
  }
}
