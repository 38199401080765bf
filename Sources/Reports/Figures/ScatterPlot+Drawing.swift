extension ScatterPlot {
  private static let pointLimit = 4_000
  private static let legendSize = 11.5

  /// The plot as one SVG file, ending in a newline.
  package var svg: String {
    let points = series.flatMap(\.points)
    let yValues = points.map(\.y) + (reference.map { [$0.y] } ?? [])
    guard
      let xAxis = PlotAxis(values: points.map(\.x), scale: x.scale, padding: 0.04, zeroReach: nil),
      let yAxis = PlotAxis(values: yValues, scale: y.scale, padding: 0.06, zeroReach: nil)
    else { return PlotFrame.empty(title: title, yName: y.text, description: description) }
    let stride = max(1, (points.count + Self.pointLimit - 1) / Self.pointLimit)
    let names = DistinctNames(series.map(\.name))
    let legend = series.count > 1 ? legendRows(names.distinct) : []
    let nonfinite = points.count { !$0.isFinite }
    let notPositive = points.count { point in
      point.isFinite && (point.x.isPlaceless(on: xAxis) || point.y.isPlaceless(on: yAxis))
    }
    let frame = PlotFrame(
      title: title, x: xAxis, y: yAxis, xName: x.text, yName: y.text,
      notes: PlotFrame.missingNotes(nonfinite: nonfinite, notPositive: notPositive)
        + (stride > 1 ? ["One point in \(stride) of \(ReadableNumber.count(points.count)) is drawn."] : []),
      rightMargin: 0,
      headRoom: legend.isEmpty ? 0 : 18 * Double(legend.count) + 6)
    let spots = series.map { list in
      list.points.enumerated().compactMap { $0.isMultiple(of: stride) ? frame.spot($1) : nil }
    }
    var drawing = SVGDrawing()
    frame.draw(into: &drawing)
    if let reference { frame.draw(reference, avoiding: spots.flatMap { $0 }, into: &drawing) }
    for (index, list) in spots.enumerated() {
      let color = Palette.seriesColor(index, of: series.count)
      drawing.dots(list, diameter: points.count > 400 ? 4 : 6, color: color, opacity: 0.6)
    }
    draw(legend, bottom: frame.plot.top - (y.text.isEmpty ? 12 : 32), into: &drawing)
    return drawing.document(
      width: PlotFrame.width, height: frame.height, title: title, description: description)
  }

  /// A name in the legend: which series, what it says, where it begins.
  private struct LegendEntry {
    let index: Int
    let text: String
    let left: Double
  }

  /// Legend entries packed into at most three rows; the last entry then says how many are left out.
  private func legendRows(_ names: [String]) -> [[LegendEntry]] {
    let right = PlotFrame.width - PlotFrame.margin
    var rows: [[LegendEntry]] = [[]]
    var left = PlotFrame.margin
    for (index, name) in names.enumerated() {
      let text = TextExtent.fitted(name, size: Self.legendSize, width: 180)
      let width = 16 + TextExtent.width(text, size: Self.legendSize)
      if left + width > right, rows.count == 3 { break }
      if left + width > right {
        rows.append([])
        left = PlotFrame.margin
      }
      rows[rows.count - 1].append(LegendEntry(index: index, text: text, left: left))
      left += width + 14
    }
    return rows
  }

  private func draw(_ rows: [[LegendEntry]], bottom: Double, into drawing: inout SVGDrawing) {
    for (row, entries) in rows.enumerated() {
      let y = bottom - 18 * Double(rows.count - 1 - row)
      for entry in entries {
        let color = Palette.seriesColor(entry.index, of: series.count)
        drawing.dots([Spot(x: entry.left + 5, y: y - 4)], diameter: 8, color: color)
        drawing.text(entry.text, at: Spot(x: entry.left + 14, y: y), size: Self.legendSize)
      }
    }
  }

  private var description: String {
    let named = series.prefix(12).map(\.name).joined(separator: ", ")
    return "Scatter plot of \(y.text) against \(x.text): \(named)."
  }
}

extension Double {
  fileprivate func isPlaceless(on axis: PlotAxis) -> Bool {
    axis.scale == .logarithmic && self <= 0
  }
}
