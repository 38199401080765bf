import ExperimentGraph
import Grammar
import SourceDiagnostics

extension Spec {
  /// The flow that the optimizer follows; nil where it follows none, or one that cannot be, which is reported.
  func lowerFlow(_ model: ModelContent, _ scales: InitialScales?, _ diagnostics: inout Diagnostics) -> FlowContent? {
    let train = train.value
    var end = Double.infinity
    for rule in train.stop.value {
      guard case .time(let time) = rule.value else { continue }
      end = time
      if train.optimizer.value.flow == nil {
        diagnostics.report(
          Diagnostic(
            .conflictingKeys, "only `gradient_flow` has a time, and the optimizer is `\(train.optimizer.kind.value)`", at: rule.range,
            related: [Label(train.optimizer.kind.range, "the optimizer")], help: "stop after `steps` instead"))
      }
    }
    guard let flow = train.optimizer.value.flow else { return nil }
    let range = train.optimizer.kind.range
    if case .samples = train.batch.value {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "`gradient_flow` follows the gradient over all samples, and an update here uses a part of them", at: range,
          related: [Label(train.batch.range, "the batch")], help: "use `batch: full`"))
      return nil
    }
    if let noisy = model.layers.first(where: { !$0.masks.isEmpty }) {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "`gradient_flow` needs a gradient without noise, and `\(noisy.name)` draws anew for every update", at: range,
          related: [Label(noisy.origin, "noise")], help: "use `gradient_descent`"))
      return nil
    }
    var speed = 1.0
    if flow.isNormalized {
      guard let scales else {
        diagnostics.report(
          Diagnostic(
            .parameterizationMisfit,
            "normalized time is t/(β₁ β₂) of two dense layers whose weights are drawn around 0, and the model is another", at: range,
            help: "leave out `normalized`"))
        return nil
      }
      speed = scales.beta1 * scales.beta2
    }
    return FlowContent(
      relative: flow.relative, absolute: flow.absolute, firstStep: flow.firstStep, speed: speed, endTime: end)
  }
}
