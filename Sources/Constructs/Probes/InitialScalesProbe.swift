import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Where a two-layer network starts in the phase diagram, by its declarations: no tensor is read.
struct InitialScalesProbe: Probe {
  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let scales = site.scales else {
      diagnostics.report(
        Diagnostic(
          .parameterizationMisfit,
          "`initial_scales` is of two dense layers whose weights are drawn around 0, and the model is another", at: site.range,
          help: "leave it out"))
      return nil
    }
    let values = [scales.kappa, scales.kappaPrime, scales.gamma, scales.gammaPrime]
    return ProbePlan(
      needs: [], columns: ["kappa", "kappa_prime", "gamma", "gamma_prime"], arrays: [], measure: { _ in Measurement(scalars: values) })
  }
}

extension InitialScalesProbe {
  static let entry = Entry<any Probe>(
    "initial_scales",
    "Where a two-layer network starts: κ = β₁ β₂/α, κ' = β₁/β₂, γ = −log κ/log m and γ' = −log κ'/log m at its width, by the declarations.",
    source: "arXiv:2007.07497, section 3", example: "{initial_scales: {}}"
  ) { InitialScalesProbe() }
}
