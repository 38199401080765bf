import ExperimentGraph
import Kernels
import TensorGraph

/// The scales of a two-layer network f(x) = (1/α) Σₖ aₖ σ(wₖ·x), k = 1 … m, at its start: aₖ has the standard deviation β₁ and every number
/// of wₖ the standard deviation β₂. Source: Luo et al., arXiv:2007.07497, section 3.
struct InitialScales: Sendable, Equatable {
  /// m.
  let width: Int
  /// α > 0.
  let alpha: Double
  /// β₁ > 0, of the output weights.
  let beta1: Double
  /// β₂ > 0, of the hidden weights.
  let beta2: Double

  /// κ = β₁ β₂ / α.
  var kappa: Double { beta1 * beta2 / alpha }
  /// κ' = β₁ / β₂.
  var kappaPrime: Double { beta1 / beta2 }

  /// The rate of gradient descent whose step is `step` / max(κ, 2 m κ² (κ' + 1/κ')) in the normalized time t / (β₁ β₂), for a loss
  /// that is `factor` · (1/n) Σ (f(x) − y)².
  ///
  /// In the normalized variables a/β₁ and w/β₂ the two terms bound how fast the neurons and how fast the output can move; the flow is
  /// stated for the factor 1/2, and a loss 2·factor times as large moves so many times as fast.
  /// Source: the flow, arXiv:2007.07497, equation 9.
  func rate(step: Double, factor: Double) -> Double {
    let fastest = max(kappa, 2 * Double(width) * kappa * kappa * (kappaPrime + 1 / kappaPrime))
    return beta1 * beta2 * step / fastest / (2 * factor)
  }
}

extension Spec {
  /// The scales that the declarations give; nil unless the model is a dense layer, elementwise layers, and a dense layer of one unit, whose
  /// weights are drawn around 0.
  func initialScales(_ model: ModelContent, _ drawn: [DrawnParameter]) -> InitialScales? {
    let layers = zip(self.model.layers, model.layers).filter { !$0.1.parameters.isEmpty }
    guard layers.count == 2, layers.allSatisfy({ $0.0.value.value is Dense }), let hidden = model.layers.first,
      let readout = model.layers.last, !hidden.parameters.isEmpty, !readout.parameters.isEmpty, readout.outputShape == [1],
      let beta1 = drawn.std(of: "\(readout.name).weight"), let beta2 = drawn.std(of: "\(hidden.name).weight"), self.model.outputScale > 0
    else { return nil }
    return InitialScales(width: hidden.outputShape.count, alpha: 1 / self.model.outputScale, beta1: beta1, beta2: beta2)
  }
}

/// A parameter and how it is drawn.
struct DrawnParameter: Sendable {
  let name: String
  let distribution: Distribution
}

extension [DrawnParameter] {
  /// The standard deviation of a parameter that is drawn around 0; nil for any other.
  func std(of name: String) -> Double? {
    guard let found = first(where: { $0.name == name })?.distribution, found.mean == 0, found.variance > 0 else { return nil }
    if case .normal(_, let std) = found { return std }
    return found.variance.squareRoot()
  }
}
