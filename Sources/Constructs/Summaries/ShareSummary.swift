import Grammar

/// The share of the points of each group that hold.
struct ShareSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] { [Double(rows.count { $0[0] != 0 }) / Double(rows.count)] }

  static let entry = Entry<any Summary>(
    "share", "The share of the points that hold.", example: "{share: {of: last(test.loss) < 1e-3, over: seed}}",
    rules: SummaryGroup.rules,
    .required("of", .claim, "A comparison, judged at each point."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { ShareSummary(readings: [$0], group: SummaryGroup($1, $2, $3)) }
}
