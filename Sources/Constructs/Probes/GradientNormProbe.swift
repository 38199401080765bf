import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// The length of the training loss's gradient over the whole training set.
struct GradientNormProbe: Probe {
  let names: [Located<String>]
  let norm: Norm

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let parameters = site.parameters(names, &diagnostics) else { return nil }
    return ProbePlan(
      needs: parameters.map { .gradient($0.name) }, columns: ["value"], arrays: [],
      measure: { tensors in Measurement(scalars: [norm.of(tensors.map(\.values))]) })
  }
}

extension GradientNormProbe {
  static let entry = Entry<any Probe>(
    "gradient_norm", "The length of the training loss's gradient over the whole training set.", example: "{gradient_norm: {norm: max}}",
    .optional("of", .oneOrMany(of: .name("parameter")), default: "[]", "Parameters or layers, taken as one vector; left out, all of them."),
    .optional("norm", .choice(Norm.self), default: "l2", "Which length.")
  ) { GradientNormProbe(names: $0, norm: $1) }
}
