import Grammar

/// κ and κ' themselves.
enum KappaParameterization {
  static let entry = Entry<Parameterization>(
    "kappa", "κ = β₁ β₂/α and κ' = β₁/β₂ themselves.", source: "Luo et al., arXiv:2007.07497",
    example: "{kappa: {kappa: 1e-3, kappa_prime: 1}}",
    .required("kappa", .number(.positive), "κ = β₁ β₂/α."), .optional("kappa_prime", .number(.positive), default: "1", "κ' = β₁/β₂."),
    Realization.field
  ) { kappa, kappaPrime, realization in
    Parameterization { _, _ in realization.scales(kappa: kappa, kappaPrime: kappaPrime) }
  }
}
