extension PanelChart {
  /// Most markers drawn point for point, and most drawn at all.
  private static let exactLimit = 4_000
  private static let markerLimit = 16_000

  /// The chart as one SVG file, ending in a newline.
  package var svg: String {
    let styles = PanelStyles(allSeries)
    let markers = allSeries.reduce(0) { $0 + ($1.look == .markers ? $1.points.count : 0) }
    let hasShapes = markers <= 400 * max(1, panels.count)
    let legend = styles.legend(self, hasShapes: hasShapes)
    guard let layout = PanelLayout(self, legend: legend) else {
      return PlotFrame.empty(title: title, yName: y.text, description: description)
    }
    var drawing = SVGDrawing()
    drawHeading(layout, legend, into: &drawing)
    let traces = zip(panels, layout.axes).map { panel, axes in
      axes.map { axes in (panel?.series ?? []).map { PanelTrace($0, axes: axes, chart: self) } } ?? []
    }
    let shown = shownMarkers(traces, layout)
    var free = -Double.infinity
    var pen = PanelPen(styles: styles, levels: levelScale, hasShapes: hasShapes, markerCount: markers)
    for (index, panel) in panels.enumerated() {
      if index.isMultiple(of: columns) { free = -.infinity }
      guard let panel, let axes = layout.axes[index] else { continue }
      drawAxes(index, axes, layout.tickSize, after: &free, into: &drawing)
      for overlay in overlays + panel.overlays where !overlay.isFit {
        overlay.draw(
          x: axes.x, y: axes.y, in: axes.plot, color: styles.color(of: overlay), hasHalo: false, into: &drawing)
      }
      // Of scatters the one with most points lies below the others.
      let order = panel.series.indices.sorted { (Self.depth(panel.series[$0]), $0) < (Self.depth(panel.series[$1]), $1) }
      for place in order {
        pen.draw(
          panel.series[place], traces[index][place], marks: shown.kept[index][place], in: axes.plot, axes: axes,
          into: &drawing)
      }
      for overlay in overlays + panel.overlays where overlay.isFit {
        overlay.draw(
          x: axes.x, y: axes.y, in: axes.plot, color: styles.color(of: overlay), hasHalo: false, into: &drawing)
      }
    }
    let notes = notes(traces.flatMap { $0 }, shown, pen.isThinned, legend)
      .flatMap { TextExtent.lines($0, size: PlotFrame.noteSize, width: PlotFrame.width - 32, limit: 2) }
    for (index, note) in notes.enumerated() {
      drawing.text(
        note, at: Spot(x: PlotFrame.margin, y: layout.bottom + 12 + 14 * Double(index)), size: PlotFrame.noteSize,
        color: Palette.faintInk)
    }
    return drawing.document(
      width: PlotFrame.width, height: layout.bottom + (notes.isEmpty ? 8 : 10 + 14 * Double(notes.count)),
      title: title, description: description)
  }

  private static func depth(_ series: PanelSeries) -> Int {
    series.look == .markers && series.points.count > 400 ? -series.points.count : 0
  }

  private var levelScale: LevelScale? {
    shade.map { shade in
      let found = PlotAxis(values: allSeries.flatMap(\.shade), scale: shade.scale, padding: 0, zeroReach: nil)
      return LevelScale(
        sequential: found.map { PlotAxis(lower: $0.lower, upper: $0.upper, scale: $0.scale, isWhole: $0.isWhole) }
          ?? PlotAxis(lower: 0, upper: 1))
    }
  }

  private func drawHeading(_ layout: PanelLayout, _ legend: Legend, into drawing: inout SVGDrawing) {
    for (index, line) in layout.titleLines.enumerated() {
      drawing.text(line, at: Spot(x: PlotFrame.margin, y: 26 + 19 * Double(index)), size: 15, isBold: true)
    }
    if let bar = layout.bar, let shade { levelScale?.drawBar(shade.text, in: bar, into: &drawing) }
    legend.draw(top: layout.legendTop, into: &drawing)
    let boxes = layout.axes.compactMap { $0?.plot }
    guard let left = boxes.map(\.left).min(), let right = boxes.map(\.right).max() else { return }
    if !y.text.isEmpty {
      drawing.text(
        TextExtent.fitted(y.text, size: 12, width: PlotFrame.width - 32),
        at: Spot(x: PlotFrame.margin, y: layout.legendTop + legend.height + 16), size: 12, color: Palette.faintInk)
    }
    if !x.text.isEmpty {
      drawing.text(
        TextExtent.fitted(x.text, size: 12, width: PlotFrame.width - 112),
        at: Spot(x: (left + right) / 2, y: layout.bottom - 5), size: 12, color: Palette.faintInk, anchor: .middle)
    }
    for (column, text) in columnTitles.prefix(columns).enumerated() {
      guard let box = (layout.axes.enumerated().first { $0.0 % columns == column && $0.1 != nil })?.1?.plot else { continue }
      drawing.text(
        TextExtent.fitted(text, size: 11, width: box.width + 10), at: Spot(x: (box.left + box.right) / 2, y: layout.top - 7),
        size: 11, anchor: .middle)
    }
    for (row, text) in rowTitles.enumerated() {
      guard let box = (layout.axes.enumerated().first { $0.0 / columns == row && $0.1 != nil })?.1?.plot else { continue }
      drawing.turnedText(
        TextExtent.fitted(text, size: 11, width: box.height + 10), at: Spot(x: right + 14, y: (box.top + box.bottom) / 2),
        size: 11, color: Palette.ink)
    }
  }

  private func drawAxes(
    _ index: Int, _ axes: PlotAxes, _ tickSize: Double, after free: inout Double, into drawing: inout SVGDrawing
  ) {
    axes.drawGrid(into: &drawing)
    if panels.count > 1 { drawing.outline(axes.plot, stroke: Stroke(color: Palette.grid)) }
    let isLeft = index.isMultiple(of: columns) || panels[index - 1] == nil
    if !sharesY || isLeft { axes.drawRowLabels(into: &drawing) }
    let isLow = index + columns >= panels.count || panels[index + columns] == nil
    if !sharesX || isLow { axes.drawColumnLabels(after: &free, into: &drawing) }
    guard let text = panels[index]?.title, !text.isEmpty else { return }
    drawing.text(
      TextExtent.fitted(text, size: 11, width: axes.plot.width + 10),
      at: Spot(x: axes.plot.left, y: axes.plot.top - 5), size: 11)
  }

  private struct Markers {
    /// For each panel and series the indices of the points drawn as markers.
    var kept: [[[Int]]]
    var drawn: Int
    var total: Int
  }

  private func shownMarkers(_ traces: [[PanelTrace]], _ layout: PanelLayout) -> Markers {
    func markers(_ choose: (PanelTrace, PanelSeries, Box) -> [Int]) -> [[[Int]]] {
      traces.indices.map { index in
        guard let panel = panels[index], let box = layout.axes[index]?.plot else { return [] }
        return zip(panel.series, traces[index]).map { series, trace in
          series.look == .markers ? choose(trace, series, box) : []
        }
      }
    }
    func count(_ kept: [[[Int]]]) -> Int { kept.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } } }
    let all = markers { trace, _, box in trace.visible(in: box) }
    let total = count(all)
    guard total > Self.exactLimit else { return Markers(kept: all, drawn: total, total: total) }
    var kept = all
    for cell in [1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24.0] {
      kept = traces.indices.map { index in
        guard let panel = panels[index], let box = layout.axes[index]?.plot else { return [] }
        return panel.series.indices.map { place in
          traces[index][place].thinned(all[index][place], weight: panel.series[place].weight, in: box, cell: cell)
        }
      }
      if count(kept) <= Self.markerLimit { break }
    }
    return Markers(kept: kept, drawn: count(kept), total: total)
  }

  private func notes(_ traces: [PanelTrace], _ markers: Markers, _ isThinned: Bool, _ legend: Legend) -> [String] {
    var notes = PlotFrame.missingNotes(
      nonfinite: traces.reduce(0) { $0 + $1.nonfinite }, notPositive: traces.reduce(0) { $0 + $1.notPositive })
    let outside = traces.reduce(0) { $0 + $1.outside }
    if outside > 0 { notes.append("\(ReadableNumber.counted(outside, "point")) outside of the axes.") }
    if markers.drawn < markers.total {
      notes.append(
        "\(ReadableNumber.count(markers.drawn)) of \(ReadableNumber.count(markers.total)) points are drawn: "
          + "the highest of each small cell of a panel, series by series.")
    }
    if isThinned { notes.append("Lines are drawn with fewer points than were given.") }
    if legend.leftOut > 0 { notes.append("\(ReadableNumber.counted(legend.leftOut, "name")) not written.") }
    return notes
  }

  private var description: String {
    let names = PanelStyles(allSeries).names.filter { !$0.isEmpty }
    let more = names.count > 12 ? " and \(names.count - 12) more" : ""
    let count = panels.count { $0 != nil }
    return "Chart of \(y.text) against \(x.text)" + (count > 1 ? " in \(count) panels" : "")
      + (names.isEmpty ? "." : ": \(names.prefix(12).joined(separator: ", "))\(more).")
  }
}

extension Overlay {
  fileprivate var isFit: Bool {
    if case .fit = self { true } else { false }
  }
}
