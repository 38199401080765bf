import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// The matrix of cosine similarities between a layer's units, and what it says in numbers.
struct CosineSimilarityProbe: Probe {
  let units: ProbedUnits
  let threshold: Double

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let reading = units.reading(site, &diagnostics) else { return nil }
    let count = reading.unitCount
    return ProbePlan(
      needs: reading.needs,
      columns: ["mean_abs", "share", "largest_group", "groups", "kept"],
      arrays: [
        ProbeArray(name: "similarity", shape: [count, count]),
        ProbeArray(name: "order", shape: [count]),
      ],
      measure: { tensors in
        let vectors = reading.vectors(tensors)
        let kept = vectors.longest(above: units.minimumNorm)
        let similarity = CosineSimilarity(vectors.rows(kept))
        let groups = similarity.groupSizes(above: threshold, by: .direction)
        let everything = CosineSimilarity(vectors)
        let order = everything.orderByLeadingEigenvector()
        let largest = kept.isEmpty ? Double.nan : Double(groups[0]) / Double(kept.count)
        return Measurement(
          scalars: [
            similarity.meanAbsolute, similarity.share(above: threshold), largest, Double(groups.count),
            Double(kept.count),
          ],
          arrays: [everything.ordered(by: order), order.map { Double($0) }])
      })
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
    .optional(
      "minimum_norm", .number(0..<1), default: "0.1", "Units not longer than this share of the longest are left out of the counts."),
    .optional("threshold", .number(.between(0, 1)), default: "0.95", "Above this, two units count as one direction.")
  ) { weight, includesBias, minimumNorm, threshold in
    CosineSimilarityProbe(
      units: ProbedUnits(weight: weight, includesBias: includesBias, minimumNorm: minimumNorm), threshold: threshold)
  }
}
