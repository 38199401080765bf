/// Where the parts of a panel chart lie: heading, colour bar, legend, the panels in their rows.
struct PanelLayout {
  static let gap = 17.0

  let titleLines: [String]
  let bar: Box?
  let legendTop: Double
  let tickSize: Double
  /// One for each panel, in order; nil for an empty place.
  let axes: [PlotAxes?]
  /// Where the plots begin and, with labels and the name below them, end.
  let top: Double
  let bottom: Double

  /// nil when there is nothing to draw.
  init?(_ chart: PanelChart, legend: Legend) {
    guard let scales = PanelScales(chart) else { return nil }
    let columns = chart.columns
    let rows = (chart.panels.count + columns - 1) / columns
    let isSingle = chart.panels.count == 1
    tickSize = isSingle ? PlotFrame.tickSize : 10
    let inner = PlotFrame.width - 2 * PlotFrame.margin
    titleLines = TextExtent.titleLines(chart.title, width: inner)
    var y = 14 + 19 * Double(titleLines.count)
    bar = chart.shade.map { GridMapLayout.bar($0.text, top: y + 6) }
    if bar != nil { y += 36 }
    legendTop = y + 4
    y = legendTop + legend.height + 6 + (chart.y.text.isEmpty ? 4 : 20) + (chart.columnTitles.isEmpty ? 0 : 16)
    let hasTitles = chart.panels.contains { $0?.title.isEmpty == false }
    if hasTitles { y += 16 }
    top = y
    let size = tickSize
    let rough = inner / Double(columns)
    let height = isSingle ? PlotFrame.plotHeight : min(max((rough * 0.72).rounded(), 56), 200)
    let rowTarget = min(max(Int(height / 40), 2), PlotFrame.tickTargets.y)
    let ticks = scales.y.map { axis in axis.map { chart.y.ticks($0, target: rowTarget) } ?? [] }
    let labelRoom = max(ticks.flatMap { $0 }.map { $0.width(size: size) }.max() ?? 0, 14) + 8
    let right = PlotFrame.width - PlotFrame.margin - (chart.rowTitles.isEmpty ? 4 : 18)
    let left = PlotFrame.margin + labelRoom
    let step = Self.gap + (chart.sharesY ? 0 : labelRoom)
    let width = (right - left - step * Double(columns - 1)) / Double(columns)
    let drop = height + 14 + (hasTitles ? 16 : 0) + (chart.sharesX ? 0 : 16)
    let columnTarget = chart.x.isAngle ? (width >= 150 ? 5 : 3) : min(max(Int(width / 70), 2), PlotFrame.tickTargets.x)
    let begin = y
    axes = chart.panels.indices.map { index in
      guard chart.panels[index] != nil, let xAxis = scales.x[index], let yAxis = scales.y[index] else { return nil }
      let boxLeft = left + Double(index % columns) * (width + step)
      let boxTop = begin + Double(index / columns) * drop
      let box = Box(left: boxLeft, top: boxTop, right: boxLeft + width, bottom: boxTop + height)
      return PlotAxes(
        plot: box, x: xAxis.spanning(from: box.left, to: box.right), y: yAxis.spanning(from: box.bottom, to: box.top),
        xTicks: chart.x.ticks(xAxis, target: columnTarget), yTicks: ticks[index], tickSize: size)
    }
    bottom = begin + Double(rows - 1) * drop + height + 22 + (chart.x.text.isEmpty ? 0 : 18)
  }
}

/// The axes of all panels of a chart before they have a place.
struct PanelScales {
  private(set) var x: [PlotAxis?]
  private(set) var y: [PlotAxis?]

  init?(_ chart: PanelChart) {
    func scales(_ panels: [PanelChart.Panel]) -> (PlotAxis?, PlotAxis?) {
      let series = panels.flatMap(\.series)
      let overlays = chart.overlays + panels.flatMap(\.overlays)
      var xs = series.flatMap { $0.points.map(\.x) }
      var ys = series.flatMap { $0.points.map(\.y) }
      for one in series {
        guard let interval = one.interval else { continue }
        ys += interval.low + interval.high
      }
      for overlay in overlays {
        if case .horizontal(let level, _, _) = overlay { ys.append(level) }
        if case .vertical(let level, _, _) = overlay { xs.append(level) }
      }
      let isLines = series.allSatisfy { $0.look == .line || $0.look == .lineWithMarkers }
      let hasMarks = series.contains { $0.look != .line }
      return (
        chart.x.axis(xs, padding: isLines ? (hasMarks ? 0.015 : 0) : 0.03, zeroReach: isLines ? PlotAxis.zeroReachToRight : nil),
        chart.y.axis(ys, padding: 0.05, zeroReach: chart.y.scale == .linear ? PlotAxis.zeroReachUp : nil)
      )
    }
    let whole = scales(chart.panels.compactMap { $0 })
    let own = chart.panels.map { panel in panel.map { scales([$0]) } ?? (nil, nil) }
    guard whole.0 != nil, whole.1 != nil else { return nil }
    x = own.map { chart.sharesX ? whole.0 : $0.0 ?? whole.0 }
    y = own.map { chart.sharesY ? whole.1 : $0.1 ?? whole.1 }
  }
}
