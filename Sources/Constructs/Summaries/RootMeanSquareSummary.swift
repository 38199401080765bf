import Analysis
import Grammar

/// The root of the mean of the squares of a number over the points of each group.
struct RootMeanSquareSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] {
    let values = rows.map { $0[0] }
    return [rootMeanSquare(values)]
  }

  static let entry = Entry<any Summary>(
    "rms", "The root of the mean of the squares of a number over points.",
    example: "{rms: {of: s_w - gamma + 1}}", rules: SummaryGroup.rules,
    .required("of", .reading, "The number, read at each point."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { RootMeanSquareSummary(readings: [$0], group: SummaryGroup($1, $2, $3)) }
}
