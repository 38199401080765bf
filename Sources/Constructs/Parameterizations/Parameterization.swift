import Grammar

/// The scales of a two-layer network as functions of its size: f(x) = (1/α) Σₖ aₖ σ(wₖ·x), k = 1 … m, where aₖ starts with the standard
/// deviation β₁ and every number of wₖ ∈ ℝᵈ with β₂. Source: Luo et al., arXiv:2007.07497, section 3 and table 1.
package struct Parameterization: Sendable {
  /// What the scales are made of.
  package struct Scales: Sendable, Equatable {
    /// α > 0.
    package let alpha: Double
    /// β₁ > 0.
    package let beta1: Double
    /// β₂ > 0.
    package let beta2: Double
  }

  /// Whether it is stated in powers of m, which say nothing of a single unit.
  let isPhase: Bool
  /// The scales for m units of d inputs; d counts the constant 1 that a bias multiplies.
  package let scales: @Sendable (_ m: Double, _ d: Double) -> Scales

  init(isPhase: Bool = false, scales: @escaping @Sendable (Double, Double) -> Scales) {
    self.isPhase = isPhase
    self.scales = scales
  }
}

/// Which of the scales that have the same κ = β₁ β₂/α and κ' = β₁/β₂ is taken. In normalized time, trajectories are the same.
enum Realization: String, CaseIterable, Sendable {
  case alphaOne = "alpha_one"
  case hiddenOne = "hidden_one"
  case readoutOne = "readout_one"

  /// The field of every parameterization that is stated by κ and κ'.
  static let field = Field<Realization>.optional(
    "realization", .choice(Realization.self), default: "alpha_one",
    "Which of the equivalent scales is taken: that with α = 1, with β₂ = 1 or with β₁ = 1.")

  /// The scales with these κ and κ', which are positive.
  func scales(kappa: Double, kappaPrime: Double) -> Parameterization.Scales {
    switch self {
    case .alphaOne:
      Parameterization.Scales(alpha: 1, beta1: (kappa * kappaPrime).squareRoot(), beta2: (kappa / kappaPrime).squareRoot())
    case .hiddenOne: Parameterization.Scales(alpha: kappaPrime / kappa, beta1: kappaPrime, beta2: 1)
    case .readoutOne: Parameterization.Scales(alpha: 1 / (kappa * kappaPrime), beta1: 1, beta2: 1 / kappaPrime)
    }
  }
}
