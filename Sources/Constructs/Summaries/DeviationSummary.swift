import Analysis
import Grammar

/// The standard deviation of a sample, with n − 1; none for a single point of a number over the points of each group.
struct DeviationSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] {
    let values = rows.map { $0[0] }
    return [standardDeviation(values)]
  }

  static let entry = Entry<any Summary>(
    "std", "The standard deviation of a sample, with n − 1; none for a single point of a number over points.",
    example: "{std: {of: last(test.loss), over: seed}}", rules: SummaryGroup.rules,
    .required("of", .reading, "The number, read at each point."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { DeviationSummary(readings: [$0], group: SummaryGroup($1, $2, $3)) }
}
