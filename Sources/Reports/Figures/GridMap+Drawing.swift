extension GridMap {
  /// The map as one SVG file, ending in a newline.
  package var svg: String {
    guard !panels.isEmpty else {
      return PlotFrame.empty(title: title, yName: quantity, description: description)
    }
    let columns = GridAxis(x)
    let rows = GridAxis(y)
    let levels = levelScale
    let legend = legend(levels)
    let tickWidth =
      rows.values.map { TextExtent.width(ReadableNumber.text($0, digits: 4), size: HeatMapLayout.tickSize) }.max() ?? 0
    let layout = GridMapLayout(
      self, rowTickWidth: tickWidth, legend: legend, notes: notes(columns, rows, levels, legend))
    var drawing = SVGDrawing()
    for (index, line) in layout.titleLines.enumerated() {
      drawing.text(line, at: Spot(x: PlotFrame.margin, y: 26 + 19 * Double(index)), size: 15, isBold: true)
    }
    levels.drawBar(quantity, in: layout.bar, into: &drawing)
    legend.draw(top: layout.legendTop, into: &drawing)
    var free = -Double.infinity
    for (index, panel) in panels.enumerated() {
      let box = layout.panels[index]
      let xAxis = columns.placed(from: box.left, to: box.right)
      let yAxis = rows.placed(from: box.bottom, to: box.top)
      if layout.hasRowLabels[index] { free = -.infinity }
      drawCells(panel, columns, rows, (xAxis, yAxis), levels, into: &drawing)
      for overlay in overlays + panel.overlays {
        overlay.draw(x: xAxis, y: yAxis, in: box, color: Palette.ink, hasHalo: true, into: &drawing)
      }
      drawing.outline(box, stroke: Stroke(color: Palette.axis))
      if !panel.title.isEmpty {
        drawing.text(
          TextExtent.fitted(panel.title, size: 12, width: box.width), at: Spot(x: box.left, y: box.top - 7), size: 12)
      }
      drawColumnLabels(columns, xAxis, box, after: &free, into: &drawing)
      if layout.hasRowLabels[index] { drawRowLabels(rows, yAxis, box, tickWidth, into: &drawing) }
    }
    for (index, note) in layout.notes.enumerated() {
      let at = layout.height - 8 - 14 * Double(layout.notes.count - 1 - index)
      drawing.text(note, at: Spot(x: PlotFrame.margin, y: at), size: PlotFrame.noteSize, color: Palette.faintInk)
    }
    return drawing.document(
      width: PlotFrame.width, height: layout.height, title: title, description: description)
  }

  private var values: [Double] { panels.flatMap { $0.rows.flatMap { $0 } } }

  private var levelScale: LevelScale {
    func axis(_ scale: AxisScale, _ range: ClosedRange<Double>?) -> PlotAxis {
      let ends = range.map { [$0.lowerBound, $0.upperBound] }
      let found = PlotAxis(values: ends ?? values, scale: scale, padding: 0, zeroReach: nil)
      return found.map { PlotAxis(lower: $0.lower, upper: $0.upper, scale: $0.scale) } ?? PlotAxis(lower: 0, upper: 1)
    }
    switch scale {
    case .sequential(let range): return LevelScale(sequential: axis(.linear, range))
    case .logarithmic(let range): return LevelScale(sequential: axis(.logarithmic, range))
    case .diverging(let center, let limit):
      let largest = values.filter(\.isFinite).map { ($0 - center).magnitude }.max() ?? 1
      return LevelScale(center: center, limit: limit ?? largest)
    case .divergingByFactors(let center):
      let factors = values.filter { $0.isFinite && $0 > 0 }.map { max($0 / center, center / $0) }
      return LevelScale(center: center, factor: factors.max() ?? 1)
    }
  }

  private func legend(_ levels: LevelScale) -> Legend {
    var entries = Overlay.legend(overlays + panels.flatMap(\.overlays), hasHalo: true) { _ in Palette.ink }
    if values.contains(where: { levels.level($0) == levels.colors.count }) {
      entries.append(Legend.Entry(text: "no value", sample: .missing))
    }
    return Legend(entries)
  }

  private func drawCells(
    _ panel: Panel, _ columns: GridAxis, _ rows: GridAxis, _ axes: (x: PlotAxis, y: PlotAxis), _ levels: LevelScale,
    into drawing: inout SVGDrawing
  ) {
    let xs = columns.edges.compactMap(axes.x.position)
    let ys = rows.edges.compactMap(axes.y.position)
    var tiles = [[Box]](repeating: [], count: levels.levelCount)
    for (row, source) in rows.indices.enumerated() {
      let line = columns.indices.map { levels.level(panel.rows[source][$0]) }
      var begin = 0
      while begin < line.count {
        var end = begin + 1
        // A cell without a value stays alone, since each has its own diagonal.
        while end < line.count, line[end] == line[begin], line[begin] < levels.colors.count { end += 1 }
        tiles[line[begin]].append(Box(left: xs[begin], top: ys[row + 1], right: xs[end], bottom: ys[row]))
        begin = end
      }
    }
    for level in levels.colors.indices { drawing.tiles(tiles[level], fill: levels.color(level)) }
    Legend.drawMissing(tiles[levels.colors.count], into: &drawing)
    // Numbers stand in all cells or in none: those of the large ones alone would look like the whole.
    let narrowest = zip(xs, xs.dropFirst()).map { $1 - $0 }.min() ?? 0
    let lowest = zip(ys, ys.dropFirst()).map { $0 - $1 }.min() ?? 0
    guard (overlays + panel.overlays).isEmpty, narrowest >= 34, lowest >= 18 else { return }
    for (row, source) in rows.indices.enumerated() {
      for (column, place) in columns.indices.enumerated() {
        let value = panel.rows[source][place]
        let level = levels.level(value)
        guard level < levels.colors.count else { continue }
        drawing.text(
          ReadableNumber.typeset(ReadableNumber.text(value, digits: 2)),
          at: Spot(x: (xs[column] + xs[column + 1]) / 2, y: (ys[row] + ys[row + 1]) / 2 + 4), size: 11,
          color: levels.color(level).brightness > 0.55 ? Palette.ink : Palette.background, anchor: .middle)
      }
    }
  }

  private func drawColumnLabels(
    _ columns: GridAxis, _ axis: PlotAxis, _ box: Box, after free: inout Double, into drawing: inout SVGDrawing
  ) {
    for tick in columns.ticks(on: axis, room: { $0.width(size: HeatMapLayout.tickSize) + 6 }) {
      let half = tick.width(size: HeatMapLayout.tickSize) / 2
      guard let at = axis.position(tick.value), at - half > free else { continue }
      free = at + half + 3
      drawing.segment(
        Spot(x: at, y: box.bottom), Spot(x: at, y: box.bottom + 3), stroke: Stroke(color: Palette.axis))
      drawing.text(
        tick.label, at: Spot(x: at, y: box.bottom + 14), size: HeatMapLayout.tickSize, color: Palette.faintInk,
        anchor: .middle)
    }
    guard !x.text.isEmpty else { return }
    drawing.text(
      TextExtent.fitted(x.text, size: 12, width: box.width),
      at: Spot(x: (box.left + box.right) / 2, y: box.bottom + 30), size: 12, color: Palette.faintInk, anchor: .middle)
  }

  private func drawRowLabels(
    _ rows: GridAxis, _ axis: PlotAxis, _ box: Box, _ tickWidth: Double, into drawing: inout SVGDrawing
  ) {
    for tick in rows.ticks(on: axis, room: { _ in HeatMapLayout.tickSize + 3 }) {
      guard let at = axis.position(tick.value) else { continue }
      drawing.segment(Spot(x: box.left - 3, y: at), Spot(x: box.left, y: at), stroke: Stroke(color: Palette.axis))
      drawing.text(
        tick.label, at: Spot(x: box.left - 5, y: at + 3.5), size: HeatMapLayout.tickSize, color: Palette.faintInk,
        anchor: .end)
    }
    guard !y.text.isEmpty else { return }
    drawing.turnedText(
      TextExtent.fitted(y.text, size: 12, width: box.height),
      at: Spot(x: box.left - tickWidth - 12, y: (box.top + box.bottom) / 2), size: 12, color: Palette.faintInk)
  }

  private func notes(
    _ columns: GridAxis, _ rows: GridAxis, _ levels: LevelScale, _ legend: Legend
  ) -> [String] {
    var notes: [String] = []
    if columns.stride > 1 || rows.stride > 1 {
      notes.append(
        "Of each \(rows.stride) rows and each \(columns.stride) columns the first is drawn: "
          + "\(rows.values.count) × \(columns.values.count) cells.")
    }
    let missing = values.count { levels.level($0) == levels.colors.count }
    if missing > 0 { notes.append("\(ReadableNumber.counted(missing, "cell")) of \(values.count) without a value.") }
    let slack = (levels.upper - levels.lower) * 1e-6
    let beyond = values.count {
      levels.level($0) < levels.colors.count && ($0 < levels.lower - slack || $0 > levels.upper + slack)
    }
    if beyond > 0 {
      notes.append("\(ReadableNumber.counted(beyond, "value")) beyond the colour bar, drawn in its end colours.")
    }
    notes += overlays.compactMap { $0.remark() } + panels.flatMap { panel in panel.overlays.compactMap { $0.remark(in: panel.title) } }
    if legend.leftOut > 0 { notes.append("\(ReadableNumber.counted(legend.leftOut, "name")) not written.") }
    return notes
  }

  private var description: String {
    let over = overlays.map(\.label).filter { !$0.isEmpty }
    let drawn = over.isEmpty ? "" : " Drawn over it: \(over.joined(separator: ", "))."
    let titles = panels.map(\.title).filter { !$0.isEmpty }
    let named = titles.isEmpty ? "" : " Panels: \(titles.joined(separator: "; "))."
    return "Map of \(quantity.isEmpty ? "values" : quantity) over \(x.text) (\(x.values.count) values) and \(y.text) "
      + "(\(y.values.count) values).\(named)\(drawn)"
  }
}
