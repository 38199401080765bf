import Grammar

/// α = 1, β₁ = β, β₂ = 1: linear for every β.
enum EEtAlParameterization {
  static let entry = Entry<Parameterization>(
    "e_et_al", "α = 1, β₁ = β, β₂ = 1: γ = γ' = −log β/log m.", source: "E, Ma & Wu, arXiv:1904.04326; arXiv:2007.07497, table 1",
    example: "{e_et_al: {beta: 1e-3}}",
    .required("beta", .number(.positive), "Standard deviation β of the output weights.")
  ) { beta in
    Parameterization { _, _ in Parameterization.Scales(alpha: 1, beta1: beta, beta2: 1) }
  }
}
