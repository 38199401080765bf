import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// The length of parameters taken as one vector.
struct ParameterNormProbe: Probe {
  let names: [Located<String>]
  let norm: Norm

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let parameters = site.parameters(names, &diagnostics) else { return nil }
    return ProbePlan(
      needs: parameters.map { .parameter($0.name) }, columns: ["value"], arrays: [],
      measure: { tensors in Measurement(scalars: [norm.of(tensors.map(\.values))]) })
  }
}

extension ParameterNormProbe {
  static let entry = Entry<any Probe>(
    "parameter_norm", "The length of parameters taken as one vector.", example: "{parameter_norm: {of: [hidden.weight]}}",
    .optional("of", .oneOrMany(of: .name("parameter")), default: "[]", "Parameters or layers, taken as one vector; left out, all of them."),
    .optional("norm", .choice(Norm.self), default: "l2", "Which length.")
  ) { ParameterNormProbe(names: $0, norm: $1) }
}
