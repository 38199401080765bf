import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How the points of a sweep, or the cells of another summary, become fewer numbers.
package protocol Summary: Sendable {
  /// What is read at each point, in the order in which `reduce` gets it.
  var readings: [BoundExpression] { get }
  /// Which points go together.
  var group: SummaryGroup { get }
  /// Names of what it knows beside its value.
  var furtherColumns: [String] { get }
  /// The value and the further columns for the readings of one group, in the order of the points; NaN where there is none.
  func reduce(_ rows: [[Double]]) -> [Double]
}

extension Summary {
  package var furtherColumns: [String] { [] }
}

/// Which points a summary takes together.
package struct SummaryGroup: Sendable {
  /// Axes that disappear.
  let over: [Located<String>]
  /// Axes that stay.
  let by: [Located<String>]
  /// Points that take part; all if nil.
  let region: BoundExpression?
  /// Whether every axis stays that a reading depends on.
  let reducesNothing: Bool

  /// The fields that every summary has beside its own.
  static let overField = Field<[Located<String>]?>.maybe(
    "over", .oneOrMany(of: .name("axis")), "Axes that disappear; with neither `over` nor `by`, all of them.")
  static let byField = Field<[Located<String>]?>.maybe(
    "by", .oneOrMany(of: .name("axis")), "Axes that stay, in place of `over`.")
  static let whereField = Field<BoundExpression?>.maybe("where", .claim, "A comparison; points where it does not hold are left out.")
  static let rules: [FieldGroup] = [.atMostOne("over", "by")]

  init(
    _ over: [Located<String>]?, _ by: [Located<String>]?, _ region: BoundExpression?, reducesNothing: Bool = false
  ) {
    self.over = over ?? []
    self.by = by ?? []
    self.region = region
    self.reducesNothing = reducesNothing
  }
}

/// The part under a name of `summaries:`.
package struct SummarySpec: Sendable {
  package let component: Built<any Summary>

  static let record = Record<SummarySpec>(
    "summary", "Numbers computed of what the points of a sweep recorded.",
    .inline("summary", .built(Summaries.family), "How they are computed.")
  ) { SummarySpec(component: $0) }
}
