/// Values over steps (or anything else): one line for each series, named at its end.
///
/// - Points that are not finite, or not positive on a logarithmic axis, are gaps; a cross marks the last point before
///   a value that is not finite, since a run that diverges is a finding. How many points have no place is said below.
/// - Series with few points get dots. Long ones are thinned to what a pixel column can show (first, least, greatest
///   and last point), which is said too.
/// - On a logarithmic x axis the point at 0 has a place of its own at the left.
package struct LineChart: Sendable, Equatable {
  package let title: String
  package let x: AxisLabel
  /// May have an empty text: then what the names of the series share stands there.
  package let y: AxisLabel
  package let series: [DataSeries]
  package let reference: ReferenceLine?

  package init(
    title: String, x: AxisLabel, y: AxisLabel, series: [DataSeries], reference: ReferenceLine? = nil
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.reference = reference
  }
}
