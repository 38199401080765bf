import Grammar

/// A number read at each point under a name of its own, nothing reduced.
struct ValueSummary: Summary {
  let readings: [BoundExpression]
  let group: SummaryGroup

  func reduce(_ rows: [[Double]]) -> [Double] { [rows.count == 1 ? rows[0][0] : .nan] }

  static let entry = Entry<any Summary>(
    "value", "A number of each point, or of each cell of other summaries, under a name; nothing is reduced.",
    example: "{value: {of: log(max(rd_w))}}", shorthand: .field("of"),
    .required("of", .reading, "The number, read at each point."),
    SummaryGroup.whereField
  ) { ValueSummary(readings: [$0], group: SummaryGroup([], [], $1, reducesNothing: true)) }
}
