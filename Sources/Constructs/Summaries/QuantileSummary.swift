import Analysis
import Grammar

/// A quantile of a number over the points of each group.
struct QuantileSummary: Summary {
  let readings: [BoundExpression]
  let level: Double
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] { [quantile(rows.map { $0[0] }, level)] }

  static let entry = Entry<any Summary>(
    "quantile", "A quantile of a number over points, interpolated between the two nearest.",
    source: "Hyndman & Fan 1996, definition 7", example: "{quantile: {of: last(test.loss), level: 0.9, over: seed}}",
    rules: SummaryGroup.rules,
    .required("of", .reading, "The number, read at each point."),
    .required("level", .number(0...1), "Share of the points that lie below."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { QuantileSummary(readings: [$0], level: $1, group: SummaryGroup($2, $3, $4)) }
}
