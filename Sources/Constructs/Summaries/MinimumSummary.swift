import Analysis
import Grammar

/// The smallest of a number over the points of each group.
struct MinimumSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] {
    let values = rows.map { $0[0] }
    return [smallest(values)]
  }

  static let entry = Entry<any Summary>(
    "min", "The smallest of a number over points.", example: "{min: {of: last(test.loss), over: seed}}", rules: SummaryGroup.rules,
    .required("of", .reading, "The number, read at each point."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { MinimumSummary(readings: [$0], group: SummaryGroup($1, $2, $3)) }
}
