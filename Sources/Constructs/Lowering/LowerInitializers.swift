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
  func lowerInitializers(
    _ model: ModelContent, _ site: LoweringSite, _ diagnostics: inout Diagnostics
  ) -> [LoweredInitializer] {
    checkInitializerNames(model, &diagnostics)
    var silent = Diagnostics()
    let parameterized = parameterized(model.layers, input: model.inputShape, &silent)
    if let parameterized { checkOverlap(parameterized, model, &diagnostics) }
    if initial.initializers.isEmpty, parameterized == nil, let first = model.parameters.first {
      diagnostics.report(
        Diagnostic(
          .missingKey, "nothing says how the parameters start", at: first.origin,
          help: "add `init: {default: lecun}`, or a `parameterization` under `model:`"))
      return []
    }
    let pairs = lowerPairs(model, &diagnostics)
    var result: [LoweredInitializer] = []
    for parameter in model.parameters {
      if parameterized?.distribution(of: parameter.name) == nil, let component = initializer(of: parameter, model),
        component.value.file != nil
      {
        result += read(parameter, from: component, pairs, site, &diagnostics).map { [$0] } ?? []
        continue
      }
      guard let (distribution, origin) = start(of: parameter, model, parameterized, &diagnostics) else { continue }
      if let pairs { checkReadoutBias(pairs, parameter, distribution, &diagnostics) }
      let draw: @Sendable (Int, RandomStream) -> [Double] = { distribution.draw(count: $0, from: $1) }
      let paired = pairs?.paired(parameter, draw)
      let content = InitializerContent(
        parameter: parameter.name, summary: distribution.summary + (paired == nil ? "" : ", in pairs"), draw: paired ?? draw)
      result.append(
        LoweredInitializer(
          content: content, origin: origin, drawn: DrawnParameter(name: parameter.name, distribution: distribution)))
    }
    return result
  }

  /// A parameter that starts with the numbers of a file.
  private func read(
    _ parameter: ParameterDeclaration, from component: Built<any Initializer>, _ pairs: PairedUnits?, _ site: LoweringSite,
    _ diagnostics: inout Diagnostics
  ) -> LoweredInitializer? {
    if let pairs, parameter.name == "\(pairs.readout).bias" || pairs.paired(parameter, { _, _ in [] }) != nil {
      diagnostics.report(
        Diagnostic(
          .antisymmetry, "`\(parameter.name)` is read from a file, and an antisymmetric start makes pairs of what is drawn",
          at: component.range, help: "leave out `antisymmetric`: the file can hold the pairs"))
      return nil
    }
    guard let read = component.value.file?.values(for: parameter, folder: site.folder, &diagnostics) else { return nil }
    let content = InitializerContent(
      parameter: parameter.name, summary: component.text, digest: read.digest, draw: { count, _ in Array(read.values.prefix(count)) })
    return LoweredInitializer(
      content: content, origin: component.range, drawn: DrawnParameter(name: parameter.name, distribution: nil))
  }

  /// How a parameter starts, and what says so.
  private func start(
    of parameter: ParameterDeclaration, _ model: ModelContent, _ parameterized: ParameterizedModel?,
    _ diagnostics: inout Diagnostics
  ) -> (Distribution, SourceRange)? {
    if let parameterized, let wanted = self.model.parameterization, let known = parameterized.distribution(of: parameter.name) {
      return (known, wanted.range)
    }
    guard let component = initializer(of: parameter, model) else {
      if let value = parameter.start { return (.constant(value), parameter.origin) }
      diagnostics.report(
        Diagnostic(
          .missingKey, "nothing says how `\(parameter.name)` starts", at: parameter.origin,
          help: "add `\(parameter.owners.first ?? parameter.name):` or `default:` under `init:`"))
      return nil
    }
    let distribution = component.value.distribution(fanIn: parameter.fanIn, fanOut: parameter.fanOut, &diagnostics)
    return distribution.map { ($0, component.range) }
  }

  /// Reports what `init` says of parameters that the parameterization sets. `default` is for the others.
  private func checkOverlap(_ parameterized: ParameterizedModel, _ model: ModelContent, _ diagnostics: inout Diagnostics) {
    guard let wanted = self.model.parameterization else { return }
    for item in initial.initializers {
      let name = item.name.value
      let set = model.parameters.map(\.name).first {
        ($0 == name || $0.hasPrefix(name + ".")) && parameterized.distribution(of: $0) != nil
      }
      guard let set else { continue }
      diagnostics.report(
        Diagnostic(
          .parameterizationMisfit, "the parameterization says how `\(set)` starts, and so does `\(name)`", at: item.name.range,
          related: [Label(wanted.range, "the parameterization")], help: "leave out one of them"))
    }
  }

  /// What `init` says of a parameter. One that has a start of its own, as the gain of a normalization, is reached by its name and by those
  /// of layers that have nothing else.
  private func initializer(of parameter: ParameterDeclaration, _ model: ModelContent) -> Built<any Initializer>? {
    let owners = parameter.owners.filter { owner in
      parameter.start == nil || model.parameters.allSatisfy { $0.start != nil || !$0.owners.contains(owner) }
    }
    for key in [parameter.name] + owners + (parameter.start == nil ? ["default"] : []) {
      if let found = initial.initializers.first(where: { $0.name.value == key }) { return found.value }
    }
    return nil
  }

  private func checkInitializerNames(_ model: ModelContent, _ diagnostics: inout Diagnostics) {
    let parameters = place?.known ?? model.parameters
    var known = ["default"]
    for name in parameters.flatMap({ $0.owners.reversed() }) + parameters.map(\.name) where !known.contains(name) { known.append(name) }
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
