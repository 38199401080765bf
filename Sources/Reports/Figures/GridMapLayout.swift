/// Where the parts of a grid map lie: heading, colour bar, legend, panels in rows of up to three, notes.
struct GridMapLayout {
  let titleLines: [String]
  let bar: Box
  let legendTop: Double
  let panels: [Box]
  let hasRowLabels: [Bool]
  let height: Double
  let notes: [String]

  init(_ map: GridMap, rowTickWidth: Double, legend: Legend, notes: [String]) {
    let inner = PlotFrame.width - 2 * PlotFrame.margin
    titleLines = TextExtent.titleLines(map.title, width: inner)
    self.notes = notes.flatMap { TextExtent.lines($0, size: PlotFrame.noteSize, width: inner, limit: 2) }
    bar = Self.bar(map.quantity, top: 14 + 19 * Double(titleLines.count) + 6)
    legendTop = bar.bottom + 22
    let perRow = map.panels.count == 4 ? 2 : min(max(map.panels.count, 1), 3)
    let labelRoom = rowTickWidth + 8 + (map.y.text.isEmpty ? 0 : 16)
    let free = inner - labelRoom - HeatMapLayout.gap * Double(perRow - 1)
    let width = min(free / Double(perRow), 500)
    let hasTitles = map.panels.contains { !$0.title.isEmpty }
    let below = 20 + (map.x.text.isEmpty ? 0 : 16.0)
    let size = (width * (perRow == 1 ? 0.68 : 0.85)).rounded()
    var top = legendTop + legend.height + (hasTitles ? 24 : 8)
    var boxes: [Box] = []
    for index in map.panels.indices {
      let place = Double(index % perRow)
      if index > 0, index.isMultiple(of: perRow) { top += size + below + (hasTitles ? 26 : 12) }
      let left = PlotFrame.margin + labelRoom + place * (width + HeatMapLayout.gap)
      boxes.append(Box(left: left, top: top, right: left + width, bottom: top + size))
    }
    panels = boxes
    hasRowLabels = boxes.indices.map { $0.isMultiple(of: perRow) }
    height = top + size + below + (self.notes.isEmpty ? 8 : 12 + 14 * Double(self.notes.count))
  }

  /// The place of a colour bar under a heading, right of the name of what it measures.
  static func bar(_ quantity: String, top: Double) -> Box {
    let left = PlotFrame.margin + (quantity.isEmpty ? 6 : TextExtent.width(quantity, size: 12) + 14)
    let start = min(left, PlotFrame.width - PlotFrame.margin - HeatMapLayout.barWidth)
    return Box(
      left: start, top: top, right: start + HeatMapLayout.barWidth, bottom: top + HeatMapLayout.barHeight)
  }
}
