import Analysis
import Grammar

/// The mean of a number over the points of each group.
struct MeanSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] {
    let values = rows.map { $0[0] }
    return [mean(values)]
  }

  static let entry = Entry<any Summary>(
    "mean", "The mean of a number over points.", example: "{mean: {of: last(test.loss), over: seed}}", rules: SummaryGroup.rules,
    .required("of", .reading, "The number, read at each point."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { MeanSummary(readings: [$0], group: SummaryGroup($1, $2, $3)) }
}
