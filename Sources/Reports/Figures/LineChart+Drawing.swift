extension LineChart {
  private static let labelSize = 11.5
  private static let labelGap = 14.0
  /// More names than this beside the plot, and only every k-th is written.
  private static let labelLimit = 18
  /// Series of at most this many points show each as a dot.
  private static let dotLimit = 32
  /// How far from the right edge a line may end that is led to its name.
  private static let leaderLength = 60.0
  /// Upper bound for the points drawn of all series together: about 150 kB of text.
  private static let pointBudget = 12_000

  /// The chart as one SVG file, ending in a newline.
  package var svg: String {
    var drawing = SVGDrawing()
    let names = DistinctNames(series.map(\.name))
    let frame = frame(names)
    guard let frame else { return emptySVG(names) }
    let paths = paths(in: frame)
    let framed = self.frame(names, notes: notes(paths, frame)) ?? frame
    framed.draw(into: &drawing)
    if let reference {
      framed.draw(reference, avoiding: paths.flatMap { $0.runs.flatMap { $0 } }, into: &drawing)
    }
    for (index, path) in paths.enumerated() {
      draw(path, pointCount: series[index].points.count, color: color(index), into: &drawing)
    }
    if series.count > 1 { drawLabels(names.distinct, paths, framed, into: &drawing) }
    return drawing.document(
      width: PlotFrame.width, height: framed.height, title: title, description: description)
  }

  private func color(_ index: Int) -> Color {
    Palette.seriesColor(index, of: series.count)
  }

  private func axisName(_ names: DistinctNames) -> String {
    let shared = series.count == 1 ? series[0].name : names.common
    if y.text.isEmpty || y.text == shared { return shared }
    return shared.isEmpty ? y.text : "\(y.text) — \(shared)"
  }

  /// nil when there is nothing to draw. The plot's place does not depend on `notes`: they only make the page longer.
  private func frame(_ names: DistinctNames, notes: [String] = []) -> PlotFrame? {
    let points = series.flatMap(\.points)
    let xValues = points.map(\.x)
    let yValues = points.map(\.y) + (reference.map { [$0.y] } ?? [])
    guard
      let xAxis = PlotAxis(values: xValues, scale: x.scale, padding: 0, zeroReach: PlotAxis.zeroReachToRight),
      let yAxis = PlotAxis(values: yValues, scale: y.scale, padding: 0.05, zeroReach: y.scale == .linear ? PlotAxis.zeroReachUp : nil)
    else { return nil }
    let widest = names.distinct.map { TextExtent.width($0, size: Self.labelSize) }.max() ?? 0
    return PlotFrame(
      title: title, x: xAxis, y: yAxis, xName: x.text, yName: axisName(names), notes: notes,
      rightMargin: series.count > 1 ? min(widest, 180) + 14 : 0)
  }

  private func paths(in frame: PlotFrame) -> [LinePath] {
    let points = max(1, Self.pointBudget / max(1, series.count))
    let bucket = max(1, 4 * frame.plot.width / Double(points))
    return series.map { LinePath($0, in: frame, bucket: bucket, limit: points) }
  }

  private func draw(_ path: LinePath, pointCount: Int, color: Color, into drawing: inout SVGDrawing) {
    let stroke = Stroke(color: color, width: path.isThinned ? 1 : 1.75)
    for run in path.runs { drawing.polyline(run, stroke: stroke) }
    let dots = path.runs.filter { pointCount <= Self.dotLimit || $0.count == 1 }.flatMap { $0 }
    drawing.dots(dots, diameter: 5, color: color)
    for spot in path.lastBeforeNonfinite { drawing.cross(spot, color: color) }
  }

  private func drawLabels(
    _ names: [String], _ paths: [LinePath], _ frame: PlotFrame, into drawing: inout SVGDrawing
  ) {
    let stride = (series.count + Self.labelLimit - 1) / Self.labelLimit
    let shown = paths.indices.filter { $0.isMultiple(of: stride) && paths[$0].runs.last?.last != nil }
    let ends = shown.map { paths[$0].runs.last?.last ?? Spot(x: 0, y: 0) }
    let heights = EndLabels.heights(
      wanted: ends.map(\.y), gap: Self.labelGap, in: frame.plot.top...frame.plot.bottom)
    for (place, index) in shown.enumerated() {
      let label = Spot(x: frame.plot.right + 24, y: heights[place])
      let dot = Spot(x: label.x - 8, y: label.y)
      // From a line that ends early it would cross the plot, and look like data.
      if ends[place].x > frame.plot.right - Self.leaderLength {
        drawing.segment(
          Spot(x: ends[place].x + 3, y: ends[place].y), dot, stroke: Stroke(color: color(index), opacity: 0.55))
      }
      drawing.dots([dot], diameter: 7, color: color(index))
      let room = PlotFrame.width - label.x - 4
      drawing.text(
        TextExtent.fitted(names[index], size: Self.labelSize, width: room),
        at: Spot(x: label.x, y: label.y + 4), size: Self.labelSize)
    }
  }

  private func notes(_ paths: [LinePath], _ frame: PlotFrame) -> [String] {
    var notes: [String] = []
    let isCrossed = paths.contains { !$0.lastBeforeNonfinite.isEmpty }
    notes += PlotFrame.missingNotes(
      nonfinite: paths.reduce(0) { $0 + $1.nonfinite }, notPositive: paths.reduce(0) { $0 + $1.notPositive },
      remark: isCrossed ? "; × marks the last before" : "")
    if (y.scale, frame.y.scale) == (.logarithmic, .linear) { notes.append("No positive value: y is linear.") }
    if (x.scale, frame.x.scale) == (.logarithmic, .linear) { notes.append("No positive value: x is linear.") }
    if paths.contains(where: \.isThinned) {
      let all = series.reduce(0) { $0 + $1.points.count }
      notes.append(
        "\(ReadableNumber.count(all)) points, thinned to the first, least, greatest and last of each pixel column.")
    }
    if series.count > Self.labelLimit {
      let stride = (series.count + Self.labelLimit - 1) / Self.labelLimit
      notes.append("\(series.count) lines in order from dark to light; one name in \(stride) is written.")
    }
    return notes
  }

  private var description: String {
    let named = series.prefix(12).map(\.name).joined(separator: ", ")
    let more = series.count > 12 ? " and \(series.count - 12) more" : ""
    let against = x.text.isEmpty ? "" : " against \(x.text)"
    return "Line chart\(against): \(named)\(more)."
  }

  private func emptySVG(_ names: DistinctNames) -> String {
    PlotFrame.empty(title: title, yName: axisName(names), description: description)
  }
}
