/// Names with samples of what they name, packed into rows above a plot.
struct Legend {
  enum Sample {
    case line(Stroke, shape: MarkerShape?, hasHalo: Bool)
    case marker(MarkerShape, Color)
    case ring(Color)
    /// A cell without a value.
    case missing
    /// Words alone, such as what all names share.
    case words
  }

  struct Entry {
    let text: String
    let sample: Sample
  }

  private static let size = 11.5
  private static let rowHeight = 18.0
  private static let rowLimit = 5

  private var rows: [[(entry: Entry, left: Double)]] = []
  /// Entries that found no room.
  private(set) var leftOut = 0

  init(_ entries: [Entry]) {
    let right = PlotFrame.width - PlotFrame.margin
    var left = right + 1
    for (index, entry) in entries.enumerated() {
      let fitted = Entry(text: TextExtent.fitted(entry.text, size: Self.size, width: 400), sample: entry.sample)
      let width = Self.sampleWidth(fitted) + TextExtent.width(fitted.text, size: Self.size)
      if left + width > right {
        guard rows.count < Self.rowLimit else {
          leftOut = entries.count - index
          return
        }
        rows.append([])
        left = PlotFrame.margin
      }
      rows[rows.count - 1].append((fitted, left))
      left += width + 14
    }
  }

  var height: Double { Self.rowHeight * Double(rows.count) }

  private static func sampleWidth(_ entry: Entry) -> Double {
    switch entry.sample {
    case .line: 32
    case .marker, .ring, .missing: 16
    case .words: 0
    }
  }

  func draw(top: Double, into drawing: inout SVGDrawing) {
    for (row, entries) in rows.enumerated() {
      let y = top + Self.rowHeight * Double(row) + 9
      for (entry, left) in entries {
        draw(entry.sample, left: left, y: y, into: &drawing)
        drawing.text(
          entry.text, at: Spot(x: left + Self.sampleWidth(entry), y: y + 4), size: Self.size,
          color: Self.sampleWidth(entry) > 0 ? Palette.ink : Palette.faintInk)
      }
    }
  }

  private func draw(_ sample: Sample, left: Double, y: Double, into drawing: inout SVGDrawing) {
    let center = Spot(x: left + 6, y: y)
    switch sample {
    case .line(let stroke, let shape, let hasHalo):
      let ends = (Spot(x: left, y: y), Spot(x: left + 26, y: y))
      if hasHalo {
        drawing.segment(ends.0, ends.1, stroke: Stroke(color: Palette.missing, width: stroke.width + 3, opacity: 0.5))
      }
      drawing.segment(ends.0, ends.1, stroke: stroke)
      shape?.draw([Spot(x: left + 13, y: y)], diameter: 6, color: stroke.color, into: &drawing)
    case .marker(let shape, let color): shape.draw([center], diameter: 8, color: color, into: &drawing)
    case .ring(let color):
      drawing.dots([center], diameter: 9, color: color)
      drawing.dots([center], diameter: 5, color: Palette.background)
    case .missing: Self.drawMissing([Box(left: left, top: y - 6, right: left + 12, bottom: y + 6)], into: &drawing)
    case .words: break
    }
  }

  /// Cells without a value: grey with one white diagonal, which no colour scale has.
  static func drawMissing(_ boxes: [Box], into drawing: inout SVGDrawing) {
    drawing.tiles(boxes, fill: Palette.missing)
    drawing.segments(
      boxes.filter { min($0.width, $0.height) >= 3 }
        .map { (Spot(x: $0.left, y: $0.bottom), Spot(x: $0.right, y: $0.top)) },
      stroke: Stroke(color: Palette.background))
  }
}
