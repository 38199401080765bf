import Analysis
import Grammar

/// The line of least squares through the points of each group.
struct SlopeSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup
  let furtherColumns = ["error", "intercept", "intercept_error", "r2"]

  func reduce(_ rows: [[Double]]) -> [Double] {
    let fit = LineFit(x: rows.map { $0[0] }, y: rows.map { $0[1] })
    return [fit.slope, fit.slopeError, fit.intercept, fit.interceptError, fit.rSquared]
  }

  static let entry = Entry<any Summary>(
    "slope",
    "Slope of the line of least squares, with its standard `error`, its `intercept`, that one's `intercept_error`, and `r2`.",
    example: "{slope: {y: log(max(rd_w)), x: log(m), over: [m, seed]}}", rules: SummaryGroup.rules,
    .required("x", .reading, "What goes to the right."),
    .required("y", .reading, "What goes up."),
    SummaryGroup.overField, SummaryGroup.byField, SummaryGroup.whereField
  ) { SlopeSummary(readings: [$0, $1], group: SummaryGroup($2, $3, $4)) }
}
