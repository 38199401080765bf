/// The two axes of one plot on the page: grid, marks and labels.
struct PlotAxes {
  let plot: Box
  let x: PlotAxis
  let y: PlotAxis
  let xTicks: [Tick]
  let yTicks: [Tick]
  let tickSize: Double

  /// Grid lines at labelled heights, marks at all ticks, and the line below, broken where zero has a place of its own.
  func drawGrid(into drawing: inout SVGDrawing) {
    let rows = yTicks.compactMap { $0.label.isEmpty ? nil : y.position($0.value) }
    drawing.segments(
      rows.map { (Spot(x: plot.left, y: $0), Spot(x: plot.right, y: $0)) },
      stroke: Stroke(color: Palette.grid))
    var marks: [(Spot, Spot)] = []
    for tick in xTicks {
      guard let at = x.position(tick.value) else { continue }
      marks.append((Spot(x: at, y: plot.bottom), Spot(x: at, y: plot.bottom + (tick.label.isEmpty ? 3 : 5))))
    }
    for tick in yTicks where tick.label.isEmpty {
      guard let at = y.position(tick.value) else { continue }
      marks.append((Spot(x: plot.left - 3, y: at), Spot(x: plot.left, y: at)))
    }
    let gap = x.zeroBreak
    marks.append((Spot(x: plot.left, y: plot.bottom), Spot(x: gap.map { $0 - 3 } ?? plot.right, y: plot.bottom)))
    if let gap {
      marks.append((Spot(x: gap + 3, y: plot.bottom), Spot(x: plot.right, y: plot.bottom)))
      for at in [gap - 3, gap + 3] {
        marks.append((Spot(x: at - 2, y: plot.bottom + 4), Spot(x: at + 2, y: plot.bottom - 4)))
      }
    }
    drawing.segments(marks, stroke: Stroke(color: Palette.axis))
  }

  /// The labels left of the plot.
  func drawRowLabels(into drawing: inout SVGDrawing) {
    for tick in yTicks where !tick.label.isEmpty {
      guard let at = y.position(tick.value) else { continue }
      drawing.text(
        tick.label, at: Spot(x: plot.left - 7, y: at + 4), size: tickSize, color: Palette.faintInk,
        anchor: .end, raised: tick.raised)
    }
  }

  /// The labels below the plot, but for those that would touch the one before.
  /// - Parameter free: where the last label ends, so that plots side by side keep their labels apart.
  func drawColumnLabels(after free: inout Double, into drawing: inout SVGDrawing) {
    for tick in xTicks where !tick.label.isEmpty {
      let half = tick.width(size: tickSize) / 2
      guard let at = x.position(tick.value), at - half > free else { continue }
      free = at + half + 6
      drawing.text(
        tick.label, at: Spot(x: at, y: plot.bottom + 18), size: tickSize, color: Palette.faintInk,
        anchor: .middle, raised: tick.raised)
    }
  }
}
