/// Draws the series of a panel chart.
struct PanelPen {
  let styles: PanelStyles
  /// For series with shades.
  let levels: LevelScale?
  /// Whether markers have shapes of their own; thousands of them are dots.
  let hasShapes: Bool
  /// Markers of all panels.
  let markerCount: Int
  /// Whether a line was thinned.
  private(set) var isThinned = false

  /// Steps of opacity.
  private static let weightLevels = 6
  /// Longest line drawn point for point.
  private static let lineLimit = 2_000
  /// Most points of a series whose lines change along the way: about 500 kB of text.
  private static let segmentLimit = 40_000

  init(styles: PanelStyles, levels: LevelScale?, hasShapes: Bool, markerCount: Int) {
    self.styles = styles
    self.levels = levels
    self.hasShapes = hasShapes
    self.markerCount = markerCount
  }

  mutating func draw(
    _ series: PanelSeries, _ trace: PanelTrace, marks: [Int], in box: Box, axes: PlotAxes,
    into drawing: inout SVGDrawing
  ) {
    let style = styles.style(series.name)
    // One shade is the colour of all of it; where shades change along the way, marks and bars have the series' own.
    let isOne = series.shade.first.map { first in series.shade.allSatisfy { $0 == first } } ?? false
    let whole = isOne ? color(key(series, 0), series, style) : style.color
    if let interval = series.interval { draw(interval, series, trace, whole, axes, into: &drawing) }
    if series.look == .markers {
      drawMarks(series, trace, marks, style, isSmall: box.width < 150, into: &drawing)
      return
    }
    if series.shade.isEmpty && series.weight.isEmpty {
      for run in trace.runs {
        let spots = run.compactMap { trace.spots[$0] }
        for part in box.clipped(spots) {
          let kept = part.count > Self.lineLimit ? LinePath.thinned(part, bucket: 0.5) : part
          isThinned = isThinned || kept.count < part.count
          drawing.polyline(
            kept, stroke: Stroke(color: style.color, width: box.width < 150 ? 1.25 : 1.75, dashes: style.line.dashes))
        }
      }
    } else {
      drawSegments(series, trace, style, box, into: &drawing)
    }
    let alone = trace.runs.filter { $0.count == 1 }.flatMap { $0 }
    let marked = series.look == .lineWithMarkers ? trace.runs.flatMap { $0 } : alone
    style.shape.draw(
      marked.compactMap { trace.spots[$0] }.filter(box.contains), diameter: series.look == .lineWithMarkers ? 6 : 4,
      color: whole, into: &drawing)
    if series.look == .trajectory { drawEnds(series, trace, isOne || series.shade.isEmpty ? whole : Palette.ink, box, into: &drawing) }
  }

  /// A ring where each path starts and a triangle where it ends.
  private func drawEnds(
    _ series: PanelSeries, _ trace: PanelTrace, _ color: Color, _ box: Box, into drawing: inout SVGDrawing
  ) {
    let bounds = [0] + series.starts.filter { $0 > 0 && $0 < series.points.count }.sorted() + [series.points.count]
    var first: [Spot] = []
    var last: [Spot] = []
    for (from, to) in zip(bounds, bounds.dropFirst()) {
      let placed = trace.spots[from..<to].compactMap { $0 }.filter(box.contains)
      if let begin = placed.first, let end = placed.last {
        first.append(begin)
        last.append(end)
      }
    }
    drawing.dots(first, diameter: 9, color: color)
    drawing.dots(first, diameter: 5, color: Palette.background)
    if series.isNamedAtStart, let start = first.first {
      let way = trace.spots.compactMap { $0 }.prefix(12).last ?? start
      drawName(series.name, at: start, toward: way, box, into: &drawing)
    }
    MarkerShape.triangle.draw(last, diameter: 9, color: color, hasHalo: true, into: &drawing)
  }

  /// The name of a path beside its start, above or below, whichever way it does not go first.
  private func drawName(_ name: String, at start: Spot, toward way: Spot, _ box: Box, into drawing: inout SVGDrawing) {
    let width = TextExtent.width(name, size: 11)
    let isRight = start.x + 8 + width < box.right
    let isBelow = start.y < box.top + 24 || (way.y < start.y && start.y < box.bottom - 24)
    drawing.text(
      name, at: Spot(x: start.x + (isRight ? 8 : -8), y: start.y + (isBelow ? 18 : -8)), size: 11,
      anchor: isRight ? .start : .end, hasHalo: true)
  }

  /// Which of the series' looks a point has: its shade, its weight.
  private struct Key: Equatable {
    let shade: Int
    let weight: Int
  }

  private func key(_ series: PanelSeries, _ index: Int) -> Key {
    let weight = series.weight.isEmpty ? 1 : series.weight[index]
    let share = weight.isFinite ? min(max(weight, 0), 1) : 0
    return Key(
      shade: series.shade.isEmpty ? 0 : levels?.level(series.shade[index]) ?? 0,
      weight: max(1, Int((share * Double(Self.weightLevels)).rounded(.up))))
  }

  private func color(_ key: Key, _ series: PanelSeries, _ style: PanelStyles.Style) -> Color {
    series.shade.isEmpty ? style.color : levels?.color(key.shade) ?? style.color
  }

  /// All keys in drawing order: faint ones first, shades ascending.
  private var keys: [Key] {
    (1...Self.weightLevels).flatMap { weight in
      (0..<(levels?.levelCount ?? 1)).map { Key(shade: $0, weight: weight) }
    }
  }

  private func drawMarks(
    _ series: PanelSeries, _ trace: PanelTrace, _ marks: [Int], _ style: PanelStyles.Style, isSmall: Bool,
    into drawing: inout SVGDrawing
  ) {
    let diameter = markerCount > 4_000 ? (isSmall ? 2 : 2.5) : markerCount > 400 ? (isSmall ? 2.5 : 4) : 6
    let shape: MarkerShape = hasShapes ? style.shape : .circle
    let opacity = markerCount > 400 ? 0.7 : 0.8
    guard !series.shade.isEmpty || !series.weight.isEmpty else {
      shape.draw(
        marks.compactMap { trace.spots[$0] }, diameter: diameter, color: style.color, opacity: opacity, into: &drawing)
      return
    }
    let marksByKey = grouped(marks.compactMap { index in trace.spots[index].map { (key(series, index), $0) } })
    for (key, spots) in marksByKey {
      shape.draw(
        spots, diameter: diameter, color: color(key, series, style),
        opacity: Double(key.weight) / Double(Self.weightLevels), into: &drawing)
    }
  }

  /// Lines whose colour or opacity changes along the way. Of very many points each k-th of a line is drawn.
  private mutating func drawSegments(
    _ series: PanelSeries, _ trace: PanelTrace, _ style: PanelStyles.Style, _ box: Box, into drawing: inout SVGDrawing
  ) {
    var pieces: [(Key, [Spot])] = []
    let stride = (trace.spots.count + Self.segmentLimit - 1) / Self.segmentLimit
    for run in trace.runs {
      let kept = run.indices.filter { $0.isMultiple(of: stride) || $0 == run.count - 1 }.map { run[$0] }
      for (a, b) in zip(kept, kept.dropFirst()) {
        guard let from = trace.spots[a], let to = trace.spots[b] else { continue }
        let key = key(series, b)
        if let last = pieces.last, last.0 == key, last.1.last == from {
          pieces[pieces.count - 1].1.append(to)
        } else {
          pieces.append((key, [from, to]))
        }
      }
    }
    isThinned = isThinned || stride > 1
    for (key, lines) in grouped(pieces) {
      drawing.polylines(
        lines.flatMap(box.clipped),
        stroke: Stroke(
          color: color(key, series, style), width: series.starts.count > 20 ? 1 : 2,
          opacity: Double(key.weight) / Double(Self.weightLevels)))
    }
  }

  private func grouped<Item>(_ items: [(Key, Item)]) -> [(Key, [Item])] {
    let shades = levels?.levelCount ?? 1
    var lists = [[Item]](repeating: [], count: shades * (Self.weightLevels + 1))
    for (key, item) in items { lists[key.weight * shades + key.shade].append(item) }
    return keys.compactMap { key in
      let list = lists[key.weight * shades + key.shade]
      return list.isEmpty ? nil : (key, list)
    }
  }

  private func draw(
    _ interval: PanelSeries.Interval, _ series: PanelSeries, _ trace: PanelTrace, _ color: Color, _ axes: PlotAxes,
    into drawing: inout SVGDrawing
  ) {
    let box = axes.plot
    /// The height of an end in the plot; what has no place on a logarithmic axis lies at its foot.
    func height(_ value: Double) -> Double? {
      guard value.isFinite else { return nil }
      return min(max(axes.y.extendedPosition(value) ?? box.bottom, box.top), box.bottom)
    }
    var bars: [(Spot, Spot)] = []
    for run in trace.runs {
      var upper: [Spot] = []
      var lower: [Spot] = []
      for index in run {
        guard let spot = trace.spots[index], spot.x >= box.left - 1, spot.x <= box.right + 1,
          let low = height(interval.low[index]), let high = height(interval.high[index])
        else { continue }
        upper.append(Spot(x: spot.x, y: high))
        lower.append(Spot(x: spot.x, y: low))
        bars.append((Spot(x: spot.x, y: low), Spot(x: spot.x, y: high)))
        for end in [low, high] { bars.append((Spot(x: spot.x - 3, y: end), Spot(x: spot.x + 3, y: end))) }
      }
      if interval.isBand, upper.count > 1 {
        drawing.polygons([upper + lower.reversed()], fill: color, opacity: 0.18)
      }
    }
    if !interval.isBand { drawing.segments(bars, stroke: Stroke(color: color, width: 1.25)) }
  }
}
