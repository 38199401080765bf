import Grammar
import Kernels

/// A point of the phase diagram: κ = m^−γ and κ' = m^−γ'.
enum PhaseParameterization {
  static let entry = Entry<Parameterization>(
    "phase", "A point of the phase diagram: κ = β₁ β₂/α = m^−γ and κ' = β₁/β₂ = m^−γ'.", source: "Luo et al., arXiv:2007.07497",
    example: "{phase: {gamma: 1.75, gamma_prime: 0}}",
    .required("gamma", .number(unit: "1"), "The exponent γ of κ."),
    .optional("gamma_prime", .number(unit: "1"), default: "0", "The exponent γ' of κ'."),
    Realization.field
  ) { gamma, gammaPrime, realization in
    Parameterization(isPhase: true) { m, _ in
      func power(_ exponent: Double) -> Double { ScalarMath.power(m, exponent) }
      return switch realization {
      case .alphaOne:
        Parameterization.Scales(alpha: 1, beta1: power(-(gamma + gammaPrime) / 2), beta2: power(-(gamma - gammaPrime) / 2))
      case .hiddenOne: Parameterization.Scales(alpha: power(gamma - gammaPrime), beta1: power(-gammaPrime), beta2: 1)
      case .readoutOne: Parameterization.Scales(alpha: power(gamma + gammaPrime), beta1: 1, beta2: power(gammaPrime))
      }
    }
  }
}
