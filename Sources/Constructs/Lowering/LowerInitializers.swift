import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics

/// How a parameter starts, and the place in the spec that says so.
struct LoweredInitializer {
  let content: InitializerContent
  let origin: SourceRange
  let drawn: DrawnParameter
}

extension Spec {
  /// One initializer for each parameter: its own, else its layer's, else `default`.
  func lowerInitializers(_ model: ModelContent, _ diagnostics: inout Diagnostics) -> [LoweredInitializer] {
    checkInitializerNames(model, &diagnostics)
    let pairs = lowerPairs(model, &diagnostics)
    var result: [LoweredInitializer] = []
    for parameter in model.parameters {
      guard let component = initializer(of: parameter, &diagnostics),
        let distribution = component.value.distribution(
          fanIn: parameter.fanIn, fanOut: parameter.fanOut, &diagnostics)
      else { continue }
      if let pairs { checkReadoutBias(pairs, parameter, distribution, &diagnostics) }
      let draw: @Sendable (Int, RandomStream) -> [Double] = { distribution.draw(count: $0, from: $1) }
      let paired = pairs?.paired(parameter, draw)
      let content = InitializerContent(
        parameter: parameter.name, summary: distribution.summary + (paired == nil ? "" : ", in pairs"), draw: paired ?? draw)
      result.append(
        LoweredInitializer(
          content: content, origin: component.range, drawn: DrawnParameter(name: parameter.name, distribution: distribution)))
    }
    return result
  }

  private func initializer(of parameter: ParameterDeclaration, _ diagnostics: inout Diagnostics) -> Built<any Initializer>? {
    let layer = parameter.name.split(separator: ".").dropLast().joined(separator: ".")
    for key in [parameter.name, layer, "default"] {
      if let found = initial.initializers.first(where: { $0.name.value == key }) { return found.value }
    }
    diagnostics.report(
      Diagnostic(
        .missingKey, "nothing says how `\(parameter.name)` starts", at: parameter.origin,
        help: "add `\(layer):` or `default:` under `init:`"))
    return nil
  }

  private func checkInitializerNames(_ model: ModelContent, _ diagnostics: inout Diagnostics) {
    let layers = model.layers.filter { !$0.parameters.isEmpty }.map(\.name)
    let known = ["default"] + layers + model.parameters.map(\.name)
    for item in initial.initializers where !known.contains(item.name.value) {
      let near = spellingHelp(for: item.name.value, among: known)
      diagnostics.report(
        Diagnostic(
          .unknownLayer, "`\(item.name.value)` is neither a layer with parameters nor a parameter of the model",
          at: item.name.range,
          help: near ?? "known: \(quotedNames(known))"))
    }
  }
}
