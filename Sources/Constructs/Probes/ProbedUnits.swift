import Analysis
import ExperimentGraph
import SourceDiagnostics
import TensorGraph

/// Which units a probe of directions looks at, and how a unit becomes a vector.
struct ProbedUnits: Sendable {
  /// The weight parameter: its first axis counts the units.
  let weight: Located<String>
  /// Whether each unit's bias is the last number of its vector, where the layer has biases.
  let includesBias: Bool
  /// Units shorter than this fraction of the longest have an arbitrary direction and are left out of counts.
  let minimumNorm: Double

  /// What is read and how, once the model is known.
  struct Reading: Sendable {
    let needs: [ProbeNeed]
    let unitCount: Int
    let hasBias: Bool

    /// One row per unit.
    func vectors(_ tensors: [ProbedTensor]) -> UnitVectors {
      let weights = tensors[0]
      if hasBias { return UnitVectors(weights: weights.values, biases: tensors[1].values) }
      return UnitVectors(
        count: unitCount, width: weights.values.count / Swift.max(unitCount, 1), values: weights.values)
    }
  }

  /// Finds the tensors; reports a weight that is not there or has no units.
  func reading(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> Reading? {
    guard let parameter = site.parameter(weight, &diagnostics) else { return nil }
    guard parameter.shape.rank >= 2 else {
      diagnostics.report(
        Diagnostic(
          .shapeMismatch, "`\(weight.value)` has shape \(parameter.shape): it has no units with a direction",
          at: weight.range, help: "name a weight, such as `\(layerName).weight`"))
      return nil
    }
    var needs: [ProbeNeed] = [.parameter(weight.value)]
    let bias = "\(layerName).bias"
    let hasBias = includesBias && site.parameters.contains { $0.name == bias }
    if hasBias { needs.append(.parameter(bias)) }
    return Reading(needs: needs, unitCount: parameter.shape[0], hasBias: hasBias)
  }

  private var layerName: String {
    weight.value.split(separator: ".").dropLast().joined(separator: ".")
  }
}

extension ProbeSite {
  /// The parameter with a name of the spec; reports a name that is not there.
  func parameter(_ name: Located<String>, _ diagnostics: inout Diagnostics) -> ParameterDeclaration? {
    if let found = parameters.first(where: { $0.name == name.value }) { return found }
    let names = parameters.map(\.name)
    // Who names a layer means its weight.
    let weight = names.first { $0 == name.value + ".weight" }
    let near = weight.map { "did you mean `\($0)`?" } ?? spellingHelp(for: name.value, among: names)
    diagnostics.report(
      Diagnostic(
        .unknownParameter, "the model has no parameter `\(name.value)`", at: name.range,
        help: near ?? "it has \(quotedNames(names))"))
    return nil
  }

  /// The parameters of a layer, or a parameter, or all of them for an empty list.
  func parameters(
    _ names: [Located<String>], _ diagnostics: inout Diagnostics
  ) -> [ParameterDeclaration]? {
    if names.isEmpty { return parameters }
    var result: [ParameterDeclaration] = []
    for name in names {
      let ofLayer = parameters.filter { $0.name.hasPrefix(name.value + ".") }
      if !ofLayer.isEmpty {
        result.append(contentsOf: ofLayer)
      } else if let one = parameter(name.value) {
        result.append(one)
      } else {
        let known = layers.filter { !$0.parameters.isEmpty }.map(\.name) + parameters.map(\.name)
        let near = spellingHelp(for: name.value, among: known)
        diagnostics.report(
          Diagnostic(
            name.value.contains(".") ? .unknownParameter : .unknownLayer,
            "the model has no layer or parameter `\(name.value)`", at: name.range,
            help: near ?? "it has \(quotedNames(known))"))
        return nil
      }
    }
    return result
  }
}
