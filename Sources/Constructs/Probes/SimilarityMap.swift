import Analysis
import ExperimentGraph
import Grammar

/// What a probe of cosine similarities records, whatever its vectors are.
struct SimilarityMap: Sendable {
  /// Units shorter than this fraction of the longest are left out of counts.
  let minimumNorm: Double
  /// Above this, two units count as one direction.
  let threshold: Double
  let order: UnitOrder

  static let columns = ["mean_abs", "share", "largest_group", "groups", "kept"]

  static func arrays(units: Int) -> [ProbeArray] {
    [ProbeArray(name: "similarity", shape: [units, units]), ProbeArray(name: "order", shape: [units])]
  }

  /// Similarities of all and of kept units, and distances or the map in order.
  static func workingNumbers(units: Int) -> Int { 3 * units * units }

  func measurement(of vectors: UnitVectors) -> Measurement {
    let kept = vectors.longest(above: minimumNorm)
    let everything = CosineSimilarity(vectors)
    let similarity = kept.count == vectors.count ? everything : CosineSimilarity(vectors.rows(kept))
    let groups = similarity.groupSizes(above: threshold, by: .direction)
    let order = everything.order(by: order)
    let largest = kept.isEmpty ? Double.nan : Double(groups[0]) / Double(kept.count)
    return Measurement(
      scalars: [
        similarity.meanAbsolute, similarity.share(above: threshold), largest, Double(groups.count),
        Double(kept.count),
      ],
      arrays: [everything.ordered(by: order), order.map { Double($0) }])
  }
}

// MARK: - Fields

extension SimilarityMap {
  static var minimumNormField: Field<Double> {
    .optional(
      "minimum_norm", .number(0..<1), default: "0.1", "Units not longer than this share of the longest are left out of the counts.")
  }

  static var thresholdField: Field<Double> {
    .optional("threshold", .number(.between(0, 1)), default: "0.95", "Above this, two units count as one direction.")
  }

  static var orderField: Field<UnitOrder?> {
    .maybe(
      "order", .choice(UnitOrder.self),
      "How the units are ordered in the map: by the leading `eigenvector`, as where it is left out, by `hierarchical` average linkage on "
        + "1 − D, or not at all, `none`.")
  }
}
