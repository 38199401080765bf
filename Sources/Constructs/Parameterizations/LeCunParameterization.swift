import Grammar

/// α = 1, β₁² = 1/m, β₂² = 1/d: γ = γ' = 1/2.
enum LeCunParameterization {
  static let entry = Entry<Parameterization>(
    "lecun", "α = 1, β₁² = 1/m, β₂² = 1/d: γ = γ' = 1/2.", source: "arXiv:2007.07497, table 1", example: "lecun"
  ) {
    Parameterization { m, d in Parameterization.Scales(alpha: 1, beta1: (1 / m).squareRoot(), beta2: (1 / d).squareRoot()) }
  }
}
