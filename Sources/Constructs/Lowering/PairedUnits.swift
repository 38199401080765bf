import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics
import TensorGraph

/// Antisymmetric initialization: unit m/2 + k of the last hidden layer is a copy of unit k, and its output weights are those of unit k
/// negated, so that the output starts at 0. The draws are those of a layer of m/2 units.
///
/// Source: Zhang et al., arXiv:1905.07777, section 5 (the ASI trick), without their factor √2/2.
struct PairedUnits {
  let hidden: String
  let readout: String
  /// Units of the hidden layer, both halves.
  let units: Int

  /// What a parameter's draw becomes; nil for a parameter that is not of a pair.
  func paired(
    _ parameter: ParameterDeclaration, _ draw: @escaping @Sendable (Int, RandomStream) -> [Double]
  ) -> (@Sendable (Int, RandomStream) -> [Double])? {
    switch parameter.name {
    case "\(hidden).weight", "\(hidden).bias":
      return { count, stream in
        let half = draw(count / 2, stream)
        return half + half
      }
    case "\(readout).weight":
      let half = units / 2
      return { count, stream in
        let drawn = draw(count / 2, stream)
        return stride(from: 0, to: drawn.count, by: half).flatMap { first in
          let row = drawn[first..<min(first + half, drawn.count)]
          return row + row.map { -$0 }
        }
      }
    default: return nil
    }
  }
}

extension Spec {
  /// The pairs that the spec asks for; nil if it asks for none, or for what the model cannot give, which is reported.
  func lowerPairs(_ model: ModelContent, _ diagnostics: inout Diagnostics) -> PairedUnits? {
    guard let wanted = initial.antisymmetric, wanted.value else { return nil }
    func report(_ message: String, at range: SourceRange, help: String) -> PairedUnits? {
      diagnostics.report(
        Diagnostic(
          .antisymmetry, message, at: range, related: [Label(wanted.range, "asked for here")], help: help))
      return nil
    }
    guard let last = model.layers.last, self.model.layers.last?.value.value is Dense else {
      return report(
        "an antisymmetric start needs a dense last layer", at: model.layers.last?.origin ?? wanted.range,
        help: "end the model with `{dense: {units: 1, bias: false}}`, or leave out `antisymmetric`")
    }
    guard let place = model.layers.dropLast().lastIndex(where: { !$0.parameters.isEmpty }),
      self.model.layers[place].value.value is Dense
    else {
      return report(
        "an antisymmetric start pairs the units of a dense layer, and there is none before `\(last.name)`", at: last.origin,
        help: "put a dense layer before it, or leave out `antisymmetric`")
    }
    let hidden = model.layers[place]
    let units = hidden.outputShape.count
    for layer in model.layers[(place + 1)...].dropLast() where layer.outputShape != hidden.outputShape {
      return report(
        "`\(layer.name)` mixes the units of `\(hidden.name)`, which an antisymmetric start pairs", at: layer.origin,
        help: "leave it out, or `antisymmetric`")
    }
    guard units % 2 == 0 else {
      return report(
        "an antisymmetric start pairs the units of `\(hidden.name)`, and \(units) is odd", at: hidden.origin,
        help: "take \(units + 1) units: both halves count")
    }
    return PairedUnits(hidden: hidden.name, readout: last.name, units: units)
  }

  /// Reports a bias of the readout that moves the output away from 0.
  func checkReadoutBias(
    _ pairs: PairedUnits, _ parameter: ParameterDeclaration, _ distribution: Distribution, _ diagnostics: inout Diagnostics
  ) {
    guard parameter.name == "\(pairs.readout).bias", distribution != .constant(0) else { return }
    diagnostics.report(
      Diagnostic(
        .antisymmetry, "with an antisymmetric start the output begins at 0, and `\(parameter.name)` does not",
        at: parameter.origin, help: "write `\(parameter.name): zeros` under `init:`, or give the layer `bias: false`"))
  }
}
