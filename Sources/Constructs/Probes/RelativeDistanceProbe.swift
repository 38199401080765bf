import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How far parameters moved from their initialization, relative to its length.
struct RelativeDistanceProbe: Probe {
  let names: [Located<String>]

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let parameters = site.parameters(names, &diagnostics) else { return nil }
    let count = parameters.count
    return ProbePlan(
      needs: parameters.map { .initial($0.name) } + parameters.map { .parameter($0.name) },
      columns: ["value"], arrays: [],
      measure: { tensors in
        let values = tensors.map(\.values)
        let distance = relativeDistance(from: Array(values[..<count]), to: Array(values[count...]))
        return Measurement(scalars: [distance])
      })
  }
}

extension RelativeDistanceProbe {
  static let entry = Entry<any Probe>(
    "relative_distance", "How far parameters moved: RD(θ) = ‖θ − θ₀‖ / ‖θ₀‖.", source: "JMLR 22 (2021) 71, section 3",
    example: "{relative_distance: {of: [hidden.weight, hidden.bias]}}", shorthand: .field("of"),
    .optional("of", .oneOrMany(of: .name("parameter")), default: "[]", "Parameters or layers, taken as one vector; left out, all of them.")
  ) { RelativeDistanceProbe(names: $0) }
}
