/// The shape of a mark at a point.
package enum MarkerShape: String, Sendable, Equatable, CaseIterable {
  case circle, square, triangle, diamond, star

  /// Corners about the centre at radius 1, y down; none for a circle.
  private var corners: [Spot] {
    let pairs: [(Double, Double)] =
      switch self {
      case .circle: []
      case .square: [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)]
      case .triangle: [(0, -1.1), (1.05, 0.8), (-1.05, 0.8)]
      case .diamond: [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)]
      // Sine and cosine of multiples of 36°; the inner corners at radius 0.45.
      case .star:
        [
          (0, -1), (0.2645, -0.3641), (0.9511, -0.309), (0.428, 0.1391), (0.5878, 0.809), (0, 0.45),
          (-0.5878, 0.809), (-0.428, 0.1391), (-0.9511, -0.309), (-0.2645, -0.3641),
        ]
      }
    return pairs.map { Spot(x: $0.0, y: $0.1) }
  }

  /// Marks of one look, `diameter` pixels across; with a halo they stand out from any ground.
  func draw(
    _ spots: [Spot], diameter: Double, color: Color, opacity: Double = 1, hasHalo: Bool = false,
    into drawing: inout SVGDrawing
  ) {
    guard self != .circle else {
      if hasHalo { drawing.dots(spots, diameter: diameter + 3, color: Palette.background) }
      drawing.dots(spots, diameter: diameter, color: color, opacity: opacity)
      return
    }
    let radius = diameter / 2 * (self == .star ? 1.25 : 1)
    let outlines = spots.map { spot in
      corners.map { Spot(x: spot.x + radius * $0.x, y: spot.y + radius * $0.y) }
    }
    if hasHalo {
      drawing.polygons(
        outlines, fill: Palette.background, stroke: Stroke(color: Palette.background, width: 3))
    }
    drawing.polygons(outlines, fill: color, opacity: opacity)
  }
}
