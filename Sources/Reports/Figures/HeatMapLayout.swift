/// Where the parts of a heat map lie: heading, colour bar, panels in rows of up to three, notes.
struct HeatMapLayout {
  static let tickSize = 10.0
  static let gap = 16.0
  static let barWidth = 200.0
  static let barHeight = 10.0

  let titleLines: [String]
  /// Corner of the colour bar.
  let bar: Box
  /// One for each panel, in order.
  let panels: [Box]
  /// Whether row labels stand beside a panel, for each panel.
  let hasRowLabels: [Bool]
  let height: Double
  let notes: [String]

  init(_ map: HeatMap, grids: [CellGrid], rowTickWidth: Double, notes: [String]) {
    let inner = PlotFrame.width - 2 * PlotFrame.margin
    titleLines = TextExtent.titleLines(map.title, width: inner)
    self.notes = notes.flatMap { TextExtent.lines($0, size: PlotFrame.noteSize, width: inner, limit: 2) }
    let barTop = 14 + 19 * Double(titleLines.count) + 6
    let barLeft =
      PlotFrame.margin + (map.quantity.isEmpty ? 6 : TextExtent.width(map.quantity, size: 12) + 14)
    bar = Box(
      left: barLeft, top: barTop, right: barLeft + Self.barWidth, bottom: barTop + Self.barHeight)

    let perRow = map.panels.count == 4 ? 2 : min(max(map.panels.count, 1), 3)
    let isShared = map.panels.allSatisfy { $0.rows == map.panels[0].rows }
    let labelRoom = rowTickWidth + 8 + (map.rowAxis.label.isEmpty ? 0 : 16)
    let labelled = isShared ? 1 : perRow
    let free = inner - labelRoom * Double(labelled) - Self.gap * Double(perRow - 1)
    let width = min(free / Double(perRow), 440)
    let hasTitles = map.panels.contains { !$0.title.isEmpty }
    let below = 20 + (map.columnAxis.label.isEmpty ? 0 : 16.0)
    var boxes: [Box] = []
    var top = bar.bottom + 24 + (hasTitles ? 20 : 2)
    for begin in stride(from: 0, to: grids.count, by: perRow) {
      let row = grids[begin..<min(begin + perRow, grids.count)]
      var left = PlotFrame.margin
      var lowest = top
      for (place, grid) in row.enumerated() {
        left += place == 0 || !isShared ? labelRoom : 0
        let shape = min(max(Double(grid.rows) / Double(grid.columns), 0.3), 1.1)
        let box = Box(left: left, top: top, right: left + width, bottom: top + (width * shape).rounded())
        boxes.append(box)
        lowest = max(lowest, box.bottom)
        left = box.right + Self.gap
      }
      top = lowest + below + (hasTitles ? 24 : 10)
    }
    panels = boxes
    hasRowLabels = grids.indices.map { $0.isMultiple(of: perRow) || !isShared }
    let bottom = (boxes.map(\.bottom).max() ?? bar.bottom) + below
    height = bottom + (self.notes.isEmpty ? 8 : 12 + 14 * Double(self.notes.count))
  }
}
