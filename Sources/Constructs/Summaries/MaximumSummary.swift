import Analysis
import Grammar

/// The largest of a number over the points of each group.
struct MaximumSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] {
    let values = rows.map { $0[0] }
    return [largest(values)]
  }

  static let entry = Entry<any Summary>(
    "max", "The largest of a number over points.", example: "{max: {of: last(test.loss), over: seed}}", rules: SummaryGroup.rules,
    .required("of", .reading, "The number, read at each point."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { MaximumSummary(readings: [$0], group: SummaryGroup($1, $2, $3)) }
}
