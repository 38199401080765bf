/// What a line chart stands in: heading, axes with ticks and grid, notes below, a reference line.
///
/// From the top: title (up to two lines), the name of the y axis, the plot, tick labels, the name of the x axis, notes.
/// The y name stands level above its axis because turned text is slow to read.
struct PlotFrame {
  static let width = 640.0
  static let margin = 16.0
  static let tickSize = 11.0
  static let noteSize = 10.0
  static let plotHeight = 272.0
  static let tickTargets = (x: 6, y: 6)

  let height: Double
  let plot: Box
  let x: PlotAxis
  let y: PlotAxis
  let xTicks: [Tick]
  let yTicks: [Tick]
  private let titleLines: [String]
  private let xName: String
  private let yName: String
  private let notes: [String]

  /// - Parameters:
  ///   - rightMargin: room for labels right of the plot.
  init(
    title: String, x: PlotAxis, y: PlotAxis, xName: String, yName: String, notes: [String],
    rightMargin: Double
  ) {
    let inner = Self.width - 2 * Self.margin
    titleLines = TextExtent.titleLines(title, width: inner)
    self.notes = notes.flatMap { TextExtent.lines($0, size: Self.noteSize, width: inner, limit: 2) }
    self.xName = TextExtent.fitted(xName, size: 12, width: inner - 80)
    self.yName = TextExtent.fitted(yName, size: 12, width: inner)
    xTicks = x.ticks(target: Self.tickTargets.x)
    yTicks = y.ticks(target: Self.tickTargets.y)
    let tickWidth = yTicks.map { $0.width(size: Self.tickSize) }.max() ?? 0
    let left = Self.margin + max(tickWidth, 14) + 8
    let top = 14 + 19 * Double(titleLines.count) + (yName.isEmpty ? 8 : 24)
    let lastLabel = (xTicks.last?.width(size: Self.tickSize) ?? 0) / 2
    let right = Self.width - Self.margin - max(rightMargin, lastLabel - Self.margin + 4)
    plot = Box(left: left, top: top, right: right, bottom: top + Self.plotHeight)
    let noteRoom = self.notes.isEmpty ? 8 : 10 + 14 * Double(self.notes.count)
    height = plot.bottom + 22 + (xName.isEmpty ? 0 : 18) + noteRoom
    self.x = x.spanning(from: plot.left, to: plot.right)
    self.y = y.spanning(from: plot.bottom, to: plot.top)
  }

  /// The page position of a point, or nil if an axis has no place for it.
  func spot(_ point: DataPoint) -> Spot? {
    guard let px = x.position(point.x), let py = y.position(point.y) else { return nil }
    return Spot(x: px, y: py)
  }

  /// Everything that lies under the data.
  func draw(into drawing: inout SVGDrawing) {
    for (index, line) in titleLines.enumerated() {
      drawing.text(
        line, at: Spot(x: Self.margin, y: 26 + 19 * Double(index)), size: 15, isBold: true)
    }
    if !yName.isEmpty {
      drawing.text(
        yName, at: Spot(x: Self.margin, y: plot.top - 10), size: 12, color: Palette.faintInk)
    }
    let axes = PlotAxes(plot: plot, x: x, y: y, xTicks: xTicks, yTicks: yTicks, tickSize: Self.tickSize)
    axes.drawGrid(into: &drawing)
    axes.drawRowLabels(into: &drawing)
    var free = -Double.infinity
    axes.drawColumnLabels(after: &free, into: &drawing)
    if !xName.isEmpty {
      drawing.text(
        xName, at: Spot(x: (plot.left + plot.right) / 2, y: plot.bottom + 35), size: 12,
        color: Palette.faintInk, anchor: .middle)
    }
    for (index, note) in notes.enumerated() {
      let y = height - 8 - 14 * Double(notes.count - 1 - index)
      drawing.text(
        note, at: Spot(x: Self.margin, y: y), size: Self.noteSize, color: Palette.faintInk)
    }
  }

  /// A dashed level across the plot, its label at the end and on the side where the data are farther away.
  func draw(_ reference: ReferenceLine, avoiding data: [Spot], into drawing: inout SVGDrawing) {
    guard let at = y.position(reference.y) else { return }
    drawing.segment(
      Spot(x: plot.left, y: at), Spot(x: plot.right, y: at),
      stroke: Stroke(color: Palette.faintInk, width: 1.25, dashes: "5 4"))
    guard !reference.label.isEmpty else { return }
    let label = TextExtent.fitted(reference.label, size: 11, width: plot.width - 12)
    let width = TextExtent.width(label, size: 11)
    var best: (clearance: Double, spot: Spot)?
    for baseline in [at - 5, at + 13] where baseline - 10 > plot.top && baseline + 2 < plot.bottom {
      for left in [plot.left + 6, plot.right - width - 6] {
        let center = Spot(x: left + width / 2, y: baseline - 4)
        let clearance =
          data.map { max(($0.x - center.x).magnitude - width / 2, ($0.y - center.y).magnitude - 6) }.min() ?? 0
        if best.map({ clearance > $0.clearance + 0.5 }) ?? true {
          best = (clearance, Spot(x: left, y: baseline))
        }
      }
    }
    guard let best else { return }
    drawing.text(label, at: best.spot, size: 11, color: Palette.faintInk, hasHalo: true)
  }
}

extension PlotFrame {
  /// What to say of points without a place.
  static func missingNotes(nonfinite: Int, notPositive: Int, remark: String = "") -> [String] {
    var notes: [String] = []
    if nonfinite > 0 { notes.append("\(ReadableNumber.counted(nonfinite, "point")) not finite\(remark).") }
    if notPositive > 0 {
      notes.append(
        "\(ReadableNumber.counted(notPositive, "point")) not positive: no place on a logarithmic axis.")
    }
    return notes
  }

  /// The file of a figure without a single value that could be drawn.
  static func empty(title: String, yName: String, description: String) -> String {
    var drawing = SVGDrawing()
    let lines = TextExtent.titleLines(title, width: width - 2 * margin)
    for (index, line) in lines.enumerated() {
      drawing.text(line, at: Spot(x: margin, y: 26 + 19 * Double(index)), size: 15, isBold: true)
    }
    let what = yName.isEmpty ? "No finite values to draw." : "\(yName): no finite values to draw."
    drawing.text(
      TextExtent.fitted(what, size: 12, width: width - 2 * margin), at: Spot(x: margin, y: 80), size: 12,
      color: Palette.faintInk)
    return drawing.document(width: width, height: 112, title: title, description: description)
  }
}
