import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// A model that a stage begins with: one of the spec's, or what another stage ended with.
struct StageGround {
  /// Its name among the spec's models; nil where there is one.
  let name: String?
  let spec: ModelSpec
  let layers: [LayerContent]
  /// Shape of one sample of its input.
  let input: Shape

  var parameters: [ParameterDeclaration] { layers.flatMap(\.parameters) }
}

extension Spec {
  /// Every model of the spec in its order, each judged once, whether a stage uses it or not; nil when one is wrong.
  func lowerModels(_ training: LoweredData, _ diagnostics: inout Diagnostics) -> [StageGround]? {
    let specs: [(name: String?, value: ModelSpec)] = models.isEmpty ? [(nil, model)] : models.map { ($0.name.value, $0.value) }
    var grounds: [StageGround] = []
    for (name, spec) in specs {
      var one = self
      one.model = spec
      if let content = one.lowerModel(input: training.content, &diagnostics) {
        grounds.append(StageGround(name: name, spec: spec, layers: content.layers, input: content.inputShape))
      }
    }
    return grounds.count == specs.count ? grounds : nil
  }

  /// The model that a stage begins with; reports one that is not there, or that has other parameters than the stage starts from.
  /// - Parameters:
  ///   - source: what the stage starts from ended with; nil for the initializers.
  ///   - all: the models of the spec.
  func ground(
    of origin: StageOrigin, from source: StageGround?, among all: [StageGround], _ diagnostics: inout Diagnostics
  ) -> StageGround? {
    guard let wanted = origin.model else { return source ?? all[0] }
    let names = models.map(\.name.value)
    guard let place = names.firstIndex(of: wanted.value) else {
      diagnostics.report(
        Diagnostic(
          .unknownModel, "there is no model called `\(wanted.value)`", at: wanted.range,
          help: names.isEmpty
            ? "this spec has one model: leave `model` out, or write several under `models:`"
            : spellingHelp(for: wanted.value, among: names) ?? "models: \(quotedNames(names))"))
      return nil
    }
    let chosen = all[place]
    guard let source, let (message, declared) = misfit(of: chosen.parameters, called: wanted.value, to: source.parameters) else {
      return chosen
    }
    diagnostics.report(
      Diagnostic(
        .modelMismatch, message, at: wanted.range, related: [Label(declared, "declared here")],
        help: "write `from: start` to draw the parameters anew, or let both models have the same"))
    return nil
  }

  /// The first parameter by which a model differs from what it is to take over, in words, and the layer that declares it.
  private func misfit(
    of parameters: [ParameterDeclaration], called name: String, to given: [ParameterDeclaration]
  ) -> (String, SourceRange)? {
    for parameter in parameters {
      guard let other = given.first(where: { $0.name == parameter.name }) else {
        return ("`\(name)` has `\(parameter.name)` of shape \(parameter.shape), and what the stage starts from has none", parameter.origin)
      }
      if other.shape != parameter.shape {
        let shapes = "\(parameter.shape) in `\(name)` and \(other.shape) in what the stage starts from"
        return ("`\(parameter.name)` has the shape \(shapes)", parameter.origin)
      }
    }
    let extra = given.first { parameter in !parameters.contains { $0.name == parameter.name } }
    return extra.map { ("what the stage starts from has `\($0.name)` of shape \($0.shape), and `\(name)` has none", $0.origin) }
  }
}
