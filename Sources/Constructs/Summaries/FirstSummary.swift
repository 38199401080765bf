import Analysis
import Grammar

/// The smallest value of a number at which something holds.
struct FirstSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] { [smallest(rows.filter { $0[1] != 0 }.map { $0[0] })] }

  static let entry = Entry<any Summary>(
    "first", "The smallest value at which something holds, such as the first sample size that recovers a target; none where it never does.",
    example: "{first: {of: n, when: success >= 0.5, by: factor}}", rules: SummaryGroup.rules,
    .required("of", .reading, "The number, often an axis."),
    .required("when", .claim, "What must hold there."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { FirstSummary(readings: [$0, $1], group: SummaryGroup($2, $3, $4)) }
}
