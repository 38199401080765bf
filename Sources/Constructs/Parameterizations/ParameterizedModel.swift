import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// A two-layer network whose scales its parameterization sets.
struct ParameterizedModel {
  let hidden: String
  let readout: String
  /// m.
  let width: Int
  let scales: Parameterization.Scales

  /// How a parameter starts by the parameterization; nil for one that it leaves alone.
  func distribution(of parameter: String) -> Distribution? {
    switch parameter {
    case "\(hidden).weight", "\(hidden).bias": .normal(mean: 0, std: scales.beta2)
    case "\(readout).weight": .normal(mean: 0, std: scales.beta1)
    default: nil
    }
  }
}

extension Spec {
  /// The model as its parameterization sees it; nil where the spec has none, or one that does not fit, which is reported.
  func parameterized(_ layers: [LayerContent], input: Shape, _ diagnostics: inout Diagnostics) -> ParameterizedModel? {
    guard let wanted = model.parameterization else { return nil }
    func report(_ message: String, at range: SourceRange, help: String) -> ParameterizedModel? {
      let related = range == wanted.range ? [] : [Label(wanted.range, "asked for here")]
      diagnostics.report(Diagnostic(.parameterizationMisfit, message, at: range, related: related, help: help))
      return nil
    }
    let trained = zip(model.layers, layers).filter { !$0.1.parameters.isEmpty }
    let help = "use a dense hidden layer and a dense readout, or give `output_scale` and `init` instead"
    guard trained.count == 2 else {
      return report(
        "a parameterization is of two layers with weights, and the model has \(trained.count)", at: wanted.range, help: help)
    }
    for (item, layer) in trained where !(item.value.value is Dense) {
      return report("a parameterization is of dense layers, and `\(layer.name)` is not dense", at: layer.origin, help: help)
    }
    let (hidden, readout) = (trained[0].1, trained[1].1)
    let width = hidden.outputShape.count
    if wanted.value.isPhase, width == 1 {
      return report(
        "an exponent of the width means nothing with 1 unit in `\(hidden.name)`: every power of 1 is 1", at: wanted.range,
        help: "take more units, or state `kappa` or `scales`")
    }
    let inputs = hidden.parameters[0].fanIn + (hidden.parameters.count > 1 ? 1 : 0)
    let scales = wanted.value.scales(Double(width), Double(inputs))
    for (name, scale) in [("α", scales.alpha), ("β₁", scales.beta1), ("β₂", scales.beta2)] where !(scale > 0 && scale.isFinite) {
      return report("with \(width) units \(name) comes to \(scale)", at: wanted.range, help: "take exponents nearer to 0")
    }
    if model.outputScale != 1 {
      return report(
        "the parameterization sets the output scale to 1/α, and `output_scale` is \(canonicalNumber(model.outputScale))", at: wanted.range,
        help: "leave out one of them")
    }
    return ParameterizedModel(hidden: hidden.name, readout: readout.name, width: width, scales: scales)
  }
}
