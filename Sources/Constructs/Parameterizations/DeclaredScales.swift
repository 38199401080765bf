import ExperimentGraph
import SourceDiagnostics
import TensorGraph

extension Spec {
  /// The scales that the declarations give; nil unless the model is a dense layer, elementwise layers, and a dense layer, whose
  /// weights are drawn around 0.
  func initialScales(_ model: ModelContent, _ drawn: [DrawnParameter]) -> InitialScales? {
    var silent = Diagnostics()
    if let known = parameterized(model.layers, input: model.inputShape, &silent) {
      return InitialScales(width: known.width, alpha: known.scales.alpha, beta1: known.scales.beta1, beta2: known.scales.beta2)
    }
    let layers = zip(self.model.layers, model.layers).filter { !$0.1.parameters.isEmpty }
    guard layers.count == 2, layers.allSatisfy({ $0.0.value.value is Dense }), let hidden = model.layers.first,
      let readout = model.layers.last, !hidden.parameters.isEmpty, !readout.parameters.isEmpty,
      let beta1 = drawn.std(of: "\(readout.name).weight"), let beta2 = drawn.std(of: "\(hidden.name).weight"), self.model.outputScale > 0
    else { return nil }
    return InitialScales(width: hidden.outputShape.count, alpha: 1 / self.model.outputScale, beta1: beta1, beta2: beta2)
  }
}

/// A parameter and how it is drawn.
struct DrawnParameter: Sendable {
  let name: String
  /// Nil where the values are read from a file.
  let distribution: Distribution?
}

extension [DrawnParameter] {
  /// The standard deviation of a parameter that is drawn around 0; nil for any other.
  func std(of name: String) -> Double? {
    guard let found = first(where: { $0.name == name })?.distribution, found.mean == 0, found.variance > 0 else { return nil }
    if case .normal(_, let std) = found { return std }
    return found.variance.squareRoot()
  }
}
