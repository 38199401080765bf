import Analysis
import Grammar
import SourceDiagnostics

/// Where a number crosses zero along an axis.
struct ZeroCrossingSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup
  let furtherColumns = ["crossings"]

  func reduce(_ rows: [[Double]]) -> [Double] {
    let crossings = zeroCrossings(x: rows.map { $0[1] }, y: rows.map { $0[0] })
    return [crossings.first ?? .nan, Double(crossings.count)]
  }

  static let entry = Entry<any Summary>(
    "zero_crossing",
    "Where a number crosses zero along an axis, by linear interpolation: the first place, and in `crossings` how many there are.",
    source: "JMLR 22 (2021) 71, figure 4", example: "{zero_crossing: {of: s_w, along: gamma}}",
    .required("of", .reading, "The number."),
    .required("along", .reading, "The axis that it crosses zero along."),
    SummaryGroup.whereField
  ) { of, along, region in
    // The axis disappears; a name that is no axis is reported where `over` is judged.
    let over = Located(along.written, at: along.range)
    return ZeroCrossingSummary(readings: [of, along], group: SummaryGroup([over], [], region))
  }
}
