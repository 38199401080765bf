import Kernels

/// The scales of a two-layer network f(x) = (1/α) Σₖ aₖ σ(wₖ·x), k = 1 … m, at its start: aₖ has the standard deviation β₁ and every number
/// of wₖ the standard deviation β₂. Source: Luo et al., arXiv:2007.07497, section 3.
package struct InitialScales: Sendable, Equatable {
  /// m.
  package let width: Int
  /// α > 0.
  package let alpha: Double
  /// β₁ > 0, of the output weights.
  package let beta1: Double
  /// β₂ > 0, of the hidden weights.
  package let beta2: Double

  package init(width: Int, alpha: Double, beta1: Double, beta2: Double) {
    self.width = width
    self.alpha = alpha
    self.beta1 = beta1
    self.beta2 = beta2
  }

  /// κ = β₁ β₂ / α.
  package var kappa: Double { beta1 * beta2 / alpha }
  /// κ' = β₁ / β₂.
  package var kappaPrime: Double { beta1 / beta2 }

  /// −log κ / log m: the γ of which κ is the power at this width; NaN with one unit.
  package var gamma: Double { exponent(kappa) }
  /// −log κ' / log m.
  package var gammaPrime: Double { exponent(kappaPrime) }

  private func exponent(_ scale: Double) -> Double {
    // 0 - x, so that a scale of 1 has the exponent 0 and not -0.
    width > 1 ? 0 - ScalarMath.log(scale) / ScalarMath.log(Double(width)) : .nan
  }

  /// The rate of gradient descent whose step is `step` / max(κ, 2 m κ² (κ' + 1/κ')) in the normalized time t / (β₁ β₂), for a loss
  /// that is `factor` · (1/n) Σ (f(x) − y)².
  ///
  /// In the normalized variables a/β₁ and w/β₂ the two terms bound how fast the neurons and how fast the output can move; the flow is
  /// stated for the factor 1/2, and a loss 2·factor times as large moves so many times as fast.
  /// Source: the flow, arXiv:2007.07497, equation 9.
  package func rate(step: Double, factor: Double) -> Double {
    let fastest = max(kappa, 2 * Double(width) * kappa * kappa * (kappaPrime + 1 / kappaPrime))
    return beta1 * beta2 * step / fastest / (2 * factor)
  }
}

extension InitialScales {
  /// What happens to the directions of the neurons of a ReLU network as m → ∞.
  /// Source: Luo et al., arXiv:2007.07497, theorems 5 and 6 and definition 1.
  package enum Regime: String, Sendable {
    /// γ < 1 or γ' > γ − 1: they stay where they start.
    case linear
    /// On the boundary of the two.
    case critical
    /// γ > 1 and γ' < γ − 1: they move much further than they are long, and condense.
    case condensed
  }

  /// γ − 1: how far above the boundary of γ' ≤ 0.
  package var aboveCorner: Double { gamma - 1 }
  /// γ − 1 − γ': how far above the boundary of γ' ≥ 0.
  package var aboveDiagonal: Double { gamma - 1 - gammaPrime }

  /// The regime of the exponents at this width; nil with one unit. What is within rounding of a boundary is on it.
  package var regime: Regime? {
    guard width > 1 else { return nil }
    let above = min(aboveCorner, aboveDiagonal)
    return above > Self.rounding ? .condensed : above < -Self.rounding ? .linear : .critical
  }

  private static let rounding = 1e-9
}
