import Analysis
import Grammar

/// The median of a number over the points of each group.
struct MedianSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] {
    let values = rows.map { $0[0] }
    return [quantile(values, 0.5)]
  }

  static let entry = Entry<any Summary>(
    "median", "The median of a number over points.", example: "{median: {of: last(test.loss), over: seed}}", rules: SummaryGroup.rules,
    .required("of", .reading, "The number, read at each point."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { MedianSummary(readings: [$0], group: SummaryGroup($1, $2, $3)) }
}
