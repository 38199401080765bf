import Grammar

/// How many points of each group hold.
struct CountSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] { [Double(rows.count { $0[0] != 0 })] }

  static let entry = Entry<any Summary>(
    "count", "How many points hold.", example: "{count: {of: last(test.loss) < 1e-3, over: seed}}", rules: SummaryGroup.rules,
    .required("of", .claim, "A comparison, judged at each point."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { CountSummary(readings: [$0], group: SummaryGroup($1, $2, $3)) }
}
