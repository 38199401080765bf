extension HeatMap {
  /// The map as one SVG file, ending in a newline.
  package var svg: String {
    guard !panels.isEmpty else {
      return PlotFrame.empty(title: title, yName: quantity, description: description)
    }
    let grids = panels.map(CellGrid.init)
    let levels = LevelScale(scale, values: grids.flatMap(\.values))
    let rowLabels = panels.map { labels(rowAxis, count: $0.rows) }
    let tickWidth =
      rowLabels.flatMap { $0 }.map { TextExtent.width($0.text, size: HeatMapLayout.tickSize) }.max() ?? 0
    let layout = HeatMapLayout(
      self, grids: grids, rowTickWidth: tickWidth, notes: notes(grids, levels))
    var drawing = SVGDrawing()
    for (index, line) in layout.titleLines.enumerated() {
      drawing.text(
        line, at: Spot(x: PlotFrame.margin, y: 26 + 19 * Double(index)), size: 15, isBold: true)
    }
    levels.drawBar(quantity, in: layout.bar, into: &drawing)
    for (index, panel) in panels.enumerated() {
      let box = layout.panels[index]
      drawCells(grids[index], levels, box, into: &drawing)
      drawHeading(panel, box, into: &drawing)
      drawColumnLabels(panel, box, into: &drawing)
      if layout.hasRowLabels[index] { drawRowLabels(panel, box, tickWidth, into: &drawing) }
    }
    for (index, note) in layout.notes.enumerated() {
      let y = layout.height - 8 - 14 * Double(layout.notes.count - 1 - index)
      drawing.text(
        note, at: Spot(x: PlotFrame.margin, y: y), size: PlotFrame.noteSize, color: Palette.faintInk)
    }
    return drawing.document(
      width: PlotFrame.width, height: layout.height, title: title, description: description)
  }

  private func drawCells(
    _ grid: CellGrid, _ scale: LevelScale, _ box: Box, into drawing: inout SVGDrawing
  ) {
    let levels = grid.values.map(scale.level)
    let runs = grid.runs(levels: levels, levelCount: scale.levelCount, isRowZeroOnTop: isRowZeroOnTop)
    drawing.rectangle(box, fill: scale.color(runs.ground))
    let cellWidth = box.width / Double(grid.columns)
    let cellHeight = box.height / Double(grid.rows)
    if !runs.paths.isEmpty {
      drawing.openCells(at: Spot(x: box.left, y: box.top), cellWidth: cellWidth, cellHeight: cellHeight)
      for path in runs.paths { drawing.cellRuns(path.data, color: scale.color(path.level)) }
      drawing.closeGroup()
    }
    drawing.outline(box, stroke: Stroke(color: Palette.axis))
    guard cellWidth >= 34, cellHeight >= 18, !grid.isSampled else { return }
    for (index, value) in grid.values.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: grid.columns)
      let line = isRowZeroOnTop ? row : grid.rows - 1 - row
      drawing.text(
        ReadableNumber.typeset(ReadableNumber.text(value, digits: 2)),
        at: Spot(
          x: box.left + (Double(column) + 0.5) * cellWidth, y: box.top + (Double(line) + 0.5) * cellHeight + 4),
        size: 11, color: scale.color(levels[index]).brightness > 0.55 ? Palette.ink : Palette.background,
        anchor: .middle)
    }
  }

  private func drawHeading(_ panel: Panel, _ box: Box, into drawing: inout SVGDrawing) {
    guard !panel.title.isEmpty else { return }
    drawing.text(
      TextExtent.fitted(panel.title, size: 12, width: box.width), at: Spot(x: box.left, y: box.top - 7), size: 12)
  }

  /// A label and the place of its row or column, as a share of the side.
  private struct CellLabel {
    let text: String
    let share: Double
  }

  /// Labels for some of `count` rows or columns: round numbers, or the values given, spread evenly.
  private func labels(_ axis: Axis, count: Int) -> [CellLabel] {
    let side = Double(count)
    if let values = axis.values {
      let step = (count + 8) / 9
      return stride(from: 0, to: count, by: step).map {
        CellLabel(
          text: ReadableNumber.typeset(ReadableNumber.text(values[$0], digits: 4)), share: (Double($0) + 0.5) / side)
      }
    }
    guard count > 1 else { return [CellLabel(text: "0", share: 0.5)] }
    return Tick.linear(from: 0, to: side - 1, target: 5, isWhole: true)
      .map { CellLabel(text: $0.label, share: ($0.value + 0.5) / side) }
  }

  private func drawColumnLabels(_ panel: Panel, _ box: Box, into drawing: inout SVGDrawing) {
    var free = -Double.infinity
    for label in labels(columnAxis, count: panel.columns) {
      let x = box.left + label.share * box.width
      let half = TextExtent.width(label.text, size: HeatMapLayout.tickSize) / 2
      guard x - half > free else { continue }
      free = x + half + 4
      drawing.text(
        label.text, at: Spot(x: x, y: box.bottom + 14), size: HeatMapLayout.tickSize, color: Palette.faintInk,
        anchor: .middle)
    }
    guard !columnAxis.label.isEmpty else { return }
    drawing.text(
      TextExtent.fitted(columnAxis.label, size: 11, width: box.width),
      at: Spot(x: (box.left + box.right) / 2, y: box.bottom + 29), size: 11, color: Palette.faintInk,
      anchor: .middle)
  }

  private func drawRowLabels(
    _ panel: Panel, _ box: Box, _ tickWidth: Double, into drawing: inout SVGDrawing
  ) {
    var last: Double?
    for label in labels(rowAxis, count: panel.rows) {
      let share = isRowZeroOnTop ? label.share : 1 - label.share
      let y = box.top + share * box.height
      if let last, (y - last).magnitude < HeatMapLayout.tickSize + 2 { continue }
      last = y
      drawing.text(
        label.text, at: Spot(x: box.left - 5, y: y + 3.5), size: HeatMapLayout.tickSize,
        color: Palette.faintInk, anchor: .end)
    }
    guard !rowAxis.label.isEmpty else { return }
    drawing.turnedText(
      TextExtent.fitted(rowAxis.label, size: 11, width: box.height),
      at: Spot(x: box.left - tickWidth - 12, y: (box.top + box.bottom) / 2), size: 11, color: Palette.faintInk)
  }

  private func notes(_ grids: [CellGrid], _ scale: LevelScale) -> [String] {
    var notes: [String] = []
    if let grid = grids.first(where: \.isSampled) {
      notes.append(
        "Of each \(grid.rowStride) rows and each \(grid.columnStride) columns the first is drawn: "
          + "\(grid.rows) × \(grid.columns) cells.")
    }
    let values = panels.flatMap(\.values)
    let missing = values.count { !$0.isFinite }
    if missing > 0 { notes.append("Grey: \(ReadableNumber.counted(missing, "value")) not finite.") }
    let slack = (scale.upper - scale.lower) * 1e-6
    let beyond = values.count { $0.isFinite && ($0 < scale.lower - slack || $0 > scale.upper + slack) }
    if beyond > 0 {
      notes.append("\(ReadableNumber.counted(beyond, "value")) beyond the colour bar, drawn in its end colours.")
    }
    return notes
  }

  private var description: String {
    let shapes = panels.map {
      ($0.title.isEmpty ? "" : "\($0.title): ") + "\($0.rows) × \($0.columns)"
    }
    return "Heat map of \(quantity.isEmpty ? "values" : quantity). \(shapes.joined(separator: "; "))."
  }
}
