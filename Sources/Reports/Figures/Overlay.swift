/// Something drawn over data in data coordinates. Overlays of one label have one entry in the legend.
package enum Overlay: Sendable, Equatable {
  /// Straight lines from point to point, cut at the sides of the plot: the boundary of a phase diagram.
  case curve([DataPoint], label: String, style: LineStyle = .solid)
  case horizontal(Double, label: String, style: LineStyle = .dashed)
  case vertical(Double, label: String, style: LineStyle = .dashed)
  case markers([DataPoint], label: String, shape: MarkerShape = .star)
  /// A straight line as the axes show it (a power law on two logarithmic axes), in the colour of a series.
  case fit(from: DataPoint, to: DataPoint, label: String, series: String)

  var label: String {
    switch self {
    case .curve(_, let label, _), .horizontal(_, let label, _), .vertical(_, let label, _), .markers(_, let label, _),
      .fit(_, _, let label, _):
      label
    }
  }

  /// Where it lies on the page, cut at the sides of the plot.
  func runs(x: PlotAxis, y: PlotAxis, in box: Box) -> [[Spot]] {
    func spots(_ points: [DataPoint]) -> [Spot] {
      points.compactMap { point in
        guard let px = x.extendedPosition(point.x), let py = y.extendedPosition(point.y) else { return nil }
        return Spot(x: px, y: py)
      }
    }
    switch self {
    case .curve(let points, _, _): return box.clipped(spots(points))
    case .fit(let from, let to, _, _): return box.clipped(spots([from, to]))
    case .horizontal(let level, _, _):
      return y.position(level).map { [[Spot(x: box.left, y: $0), Spot(x: box.right, y: $0)]] } ?? []
    case .vertical(let level, _, _):
      return x.position(level).map { [[Spot(x: $0, y: box.top), Spot(x: $0, y: box.bottom)]] } ?? []
    case .markers(let points, _, _): return spots(points).filter(box.contains).map { [$0] }
    }
  }

  /// The look of its line; nil for markers.
  func stroke(_ color: Color) -> Stroke? {
    switch self {
    case .curve(_, _, let style): Stroke(color: color, width: 2, dashes: style.dashes)
    case .horizontal(_, _, let style), .vertical(_, _, let style):
      Stroke(color: color, width: 1.25, dashes: style.dashes)
    case .fit: Stroke(color: color, width: 1.25, dashes: "4 3")
    case .markers: nil
    }
  }

  /// - Parameter hasHalo: whether the ground is coloured.
  func draw(
    x: PlotAxis, y: PlotAxis, in box: Box, color: Color, hasHalo: Bool, into drawing: inout SVGDrawing
  ) {
    let runs = runs(x: x, y: y, in: box)
    if case .markers(_, _, let shape) = self {
      shape.draw(runs.flatMap { $0 }, diameter: 9, color: color, hasHalo: hasHalo, into: &drawing)
    } else if let stroke = stroke(color) {
      if hasHalo {
        drawing.polylines(
          runs, stroke: Stroke(color: Palette.background, width: stroke.width + 2.5, opacity: 0.75))
      }
      drawing.polylines(runs, stroke: stroke)
    }
  }

  /// Whether something of it can be drawn.
  private var isFinite: Bool {
    switch self {
    case .curve(let points, _, _), .markers(let points, _, _): points.contains(where: \.isFinite)
    case .horizontal(let level, _, _), .vertical(let level, _, _): level.isFinite
    case .fit(let from, let to, _, _): from.isFinite && to.isFinite
    }
  }

  /// What to say of marks without a place; nil where all have one.
  /// - Parameter panel: the title of the panel they are drawn in; empty for all panels.
  func remark(in panel: String = "") -> String? {
    guard case .markers(let points, let label, _) = self, !points.allSatisfy(\.isFinite) else { return nil }
    let place = panel.isEmpty ? "" : " at \(panel)"
    let name = label.isEmpty ? "" : " “\(label)”"
    return "\(points.count { !$0.isFinite }) of \(ReadableNumber.counted(points.count, "mark"))\(name)\(place) not finite."
  }

  /// Entries for a legend, one for each label that is not empty and names something drawn.
  static func legend(
    _ overlays: [Overlay], hasHalo: Bool, color: (Overlay) -> Color
  ) -> [Legend.Entry] {
    var seen: [String] = []
    return overlays.compactMap { overlay in
      guard overlay.isFinite, !overlay.label.isEmpty, !seen.contains(overlay.label) else { return nil }
      seen.append(overlay.label)
      if case .markers(_, _, let shape) = overlay {
        return Legend.Entry(text: overlay.label, sample: .marker(shape, color(overlay)))
      }
      return overlay.stroke(color(overlay)).map {
        Legend.Entry(text: overlay.label, sample: .line($0, shape: nil, hasHalo: hasHalo))
      }
    }
  }
}
