import Analysis
import Grammar
import Kernels

/// A statistic of each group with an interval from resampling its points.
struct BootstrapSummary: Summary {
  /// What is computed of each sample.
  enum Statistic: String, CaseIterable, Sendable { case mean, median }

  let readings: [BoundExpression]
  let statistic: Statistic
  let level: Double
  let resamples: Int
  let seed: Int
  let group: SummaryGroup
  let furtherColumns = ["low", "high"]

  func reduce(_ rows: [[Double]]) -> [Double] {
    let values = rows.map { $0[0] }
    let stream = RandomStream(seed: UInt64(seed), name: "bootstrap")
    var means: [Double] = []
    for resample in 0..<resamples {
      let draws = stream.substream(UInt64(resample))
      let sample = values.indices.map { index in
        values[min(values.count - 1, Int(draws.uniform(at: UInt64(index)) * Double(values.count)))]
      }
      means.append(compute(sample))
    }
    return [compute(values), quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2)]
  }

  private func compute(_ values: [Double]) -> Double {
    switch statistic {
    case .mean: mean(values)
    case .median: quantile(values, 0.5)
    }
  }

  static let entry = Entry<any Summary>(
    "bootstrap", "A mean or median over points with an interval from `low` to `high`, the quantiles of the same over points drawn anew.",
    source: "Efron 1979, percentile method", example: "{bootstrap: {of: last(test.loss), over: seed}}", rules: SummaryGroup.rules,
    .required("of", .reading, "The number, read at each point."),
    .optional("statistic", .choice(Statistic.self), default: "mean", "What is computed."),
    .optional("level", .number(.between(0, 1)), default: "0.95", "Share of the resamples inside the interval."),
    .optional("resamples", .integer(10...100_000), default: "1000", "How many times points are drawn anew."),
    .optional("seed", .integer(0...), default: "0", "What the draws depend on."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { of, statistic, level, resamples, seed, over, by, region in
    BootstrapSummary(
      readings: [of], statistic: statistic, level: level, resamples: resamples, seed: seed,
      group: SummaryGroup(over, by, region))
  }
}
