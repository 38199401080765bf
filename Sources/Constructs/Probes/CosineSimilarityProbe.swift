import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// The matrix of cosine similarities between a layer's units, and what it says in numbers.
struct CosineSimilarityProbe: Probe {
  let units: ProbedUnits
  let map: SimilarityMap

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let reading = units.reading(site, &diagnostics) else { return nil }
    return ProbePlan(
      needs: reading.needs, columns: SimilarityMap.columns, arrays: SimilarityMap.arrays(units: reading.unitCount),
      workingNumbers: SimilarityMap.workingNumbers(units: reading.unitCount),
      measure: { tensors in map.measurement(of: reading.vectors(tensors)) })
  }
}

extension CosineSimilarityProbe {
  static let entry = Entry<any Probe>(
    "cosine_similarity",
    "Cosine similarity of every two units, D(u, v) = ⟨u, v⟩ / (‖u‖ ‖v‖), as a map ordered by the leading eigenvector and in "
      + "numbers: `mean_abs` and `share` (with |D| above the threshold) over pairs of kept units, `largest_group` (share of kept "
      + "units in one direction), `groups`, `kept`.",
    source: "arXiv:2105.11686, section 3", example: "{cosine_similarity: {of: conv.weight}}",
    shorthand: .field("of"),
    .required("of", .name("parameter"), "The weight whose units are compared; its first axis counts them."),
    .optional("include_bias", .flag, default: "true", "Whether a unit's bias is the last number of its vector."),
    SimilarityMap.minimumNormField, SimilarityMap.thresholdField, SimilarityMap.orderField
  ) { weight, includesBias, minimumNorm, threshold, order in
    CosineSimilarityProbe(
      units: ProbedUnits(weight: weight, includesBias: includesBias, minimumNorm: minimumNorm),
      map: SimilarityMap(minimumNorm: minimumNorm, threshold: threshold, order: order ?? .eigenvector))
  }
}
