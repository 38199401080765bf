/// Points without lines: amplitude against orientation of neurons, value against width, …
///
/// Series are told apart by colour and a legend row above the plot. Beyond 4,000 points every k-th is drawn, and the
/// figure says so.
package struct ScatterPlot: Sendable, Equatable {
  package let title: String
  package let x: AxisLabel
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
