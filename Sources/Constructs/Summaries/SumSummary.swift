import Analysis
import Grammar

/// The sum of a number over the points of each group.
struct SumSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] {
    let values = rows.map { $0[0] }
    return [values.reduce(0, +)]
  }

  static let entry = Entry<any Summary>(
    "sum", "The sum of a number over points.", example: "{sum: {of: last(features.kept), over: seed}}", rules: SummaryGroup.rules,
    .required("of", .reading, "The number, read at each point."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { SumSummary(readings: [$0], group: SummaryGroup($1, $2, $3)) }
}
