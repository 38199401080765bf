/// A place on the page in pixels: x to the right, y down.
struct Spot: Equatable {
  var x: Double
  var y: Double
}

/// An upright rectangle on the page in pixels.
struct Box: Equatable {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }
}

/// How a line is drawn.
struct Stroke {
  var color: Color
  var width = 1.0
  /// Lengths of dashes and gaps in pixels, in SVG's spelling; empty for a solid line.
  var dashes = ""
  var opacity = 1.0
}

/// SVG text in the making: shapes in drawing order, coordinates with at most two decimals, and nothing that could
/// differ from one writing to the next (no ids, no times, no fonts but the generic sans-serif).
struct SVGDrawing {
  enum Anchor: String {
    case start, middle, end
  }

  private var body = ""

  /// `number` with at most two decimals: "12.5", "-0.25", never "-0".
  static func coordinate(_ number: Double) -> String {
    precondition(number.magnitude < 1e9, "a coordinate is finite and near the page")
    let hundredths = Int((number * 100).rounded())
    let whole = hundredths.magnitude / 100
    let rest = hundredths.magnitude % 100
    var text = (hundredths < 0 ? "-" : "") + String(whole)
    if rest > 0 {
      text += "." + String(rest / 10)
      if rest % 10 > 0 { text += String(rest % 10) }
    }
    return text
  }

  private static func pair(_ spot: Spot) -> String {
    coordinate(spot.x) + "," + coordinate(spot.y)
  }

  private static func attributes(_ stroke: Stroke) -> String {
    var text = " stroke=\"\(stroke.color.css)\""
    if stroke.width != 1 { text += " stroke-width=\"\(coordinate(stroke.width))\"" }
    if !stroke.dashes.isEmpty { text += " stroke-dasharray=\"\(stroke.dashes)\"" }
    if stroke.opacity != 1 { text += " stroke-opacity=\"\(coordinate(stroke.opacity))\"" }
    return text
  }

  mutating func rectangle(_ box: Box, fill: Color, stroke: Stroke? = nil) {
    body += "<rect x=\"\(Self.coordinate(box.left))\" y=\"\(Self.coordinate(box.top))\""
    body += " width=\"\(Self.coordinate(box.width))\" height=\"\(Self.coordinate(box.height))\""
    body += " fill=\"\(fill.css)\"\(stroke.map(Self.attributes) ?? "")/>\n"
  }

  /// A rectangle without filling.
  mutating func outline(_ box: Box, stroke: Stroke) {
    body += "<path fill=\"none\"\(Self.attributes(stroke)) d=\"M\(Self.coordinate(box.left)) "
    body += "\(Self.coordinate(box.top))h\(Self.coordinate(box.width))v\(Self.coordinate(box.height))"
    body += "h\(Self.coordinate(-box.width))z\"/>\n"
  }

  mutating func segment(_ a: Spot, _ b: Spot, stroke: Stroke) {
    segments([(a, b)], stroke: stroke)
  }

  /// Several straight lines of one look in one element.
  mutating func segments(_ pairs: [(Spot, Spot)], stroke: Stroke) {
    guard !pairs.isEmpty else { return }
    body += "<path fill=\"none\"\(Self.attributes(stroke)) d=\""
    for (a, b) in pairs { body += "M\(Self.pair(a))L\(Self.pair(b))" }
    body += "\"/>\n"
  }

  mutating func polyline(_ spots: [Spot], stroke: Stroke) {
    guard spots.count > 1 else { return }
    body += "<polyline fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\""
    body += Self.attributes(stroke)
    body += " points=\"\(spots.map(Self.pair).joined(separator: " "))\"/>\n"
  }

  /// Round marks of one colour in one element: strokes of no length with round ends.
  mutating func dots(_ spots: [Spot], diameter: Double, color: Color, opacity: Double = 1) {
    guard !spots.isEmpty else { return }
    body += "<path fill=\"none\" stroke-linecap=\"round\""
    body += Self.attributes(Stroke(color: color, width: diameter, opacity: opacity)) + " d=\""
    for spot in spots { body += "M\(Self.pair(spot))h0" }
    body += "\"/>\n"
  }

  /// Several polylines of one look in one element; one position alone draws nothing.
  mutating func polylines(_ runs: [[Spot]], stroke: Stroke) {
    let drawn = runs.filter { $0.count > 1 }
    guard !drawn.isEmpty else { return }
    body += "<path fill=\"none\" stroke-linejoin=\"round\"\(Self.attributes(stroke)) d=\""
    for run in drawn { body += "M\(run.map(Self.pair).joined(separator: "L"))" }
    body += "\"/>\n"
  }

  /// Filled polygons of one look in one element.
  mutating func polygons(_ outlines: [[Spot]], fill: Color, opacity: Double = 1, stroke: Stroke? = nil) {
    guard !outlines.isEmpty else { return }
    body += "<path fill=\"\(fill.css)\""
    if opacity != 1 { body += " fill-opacity=\"\(Self.coordinate(opacity))\"" }
    body += "\(stroke.map(Self.attributes) ?? "") d=\""
    for outline in outlines { body += "M\(outline.map(Self.pair).joined(separator: "L"))z" }
    body += "\"/>\n"
  }

  /// Upright rectangles of one colour in one element, with sharp edges so that neighbours leave no seam.
  mutating func tiles(_ boxes: [Box], fill: Color) {
    guard !boxes.isEmpty else { return }
    body += "<path shape-rendering=\"crispEdges\" fill=\"\(fill.css)\" d=\""
    for box in boxes {
      body += "M\(Self.coordinate(box.left)) \(Self.coordinate(box.top))H\(Self.coordinate(box.right))"
      body += "V\(Self.coordinate(box.bottom))H\(Self.coordinate(box.left))z"
    }
    body += "\"/>\n"
  }

  /// A diagonal cross: the last value before one that is not finite.
  mutating func cross(_ center: Spot, color: Color) {
    let r = 4.0
    segments(
      [
        (Spot(x: center.x - r, y: center.y - r), Spot(x: center.x + r, y: center.y + r)),
        (Spot(x: center.x - r, y: center.y + r), Spot(x: center.x + r, y: center.y - r)),
      ], stroke: Stroke(color: color, width: 1.75))
  }

  /// One line of text whose baseline goes through `spot`; `raised` follows as a superscript.
  mutating func text(
    _ text: String, at spot: Spot, size: Double, color: Color = Palette.ink, anchor: Anchor = .start,
    isBold: Bool = false, hasHalo: Bool = false, raised: String = ""
  ) {
    body += "<text x=\"\(Self.coordinate(spot.x))\" y=\"\(Self.coordinate(spot.y))\""
    body += " font-size=\"\(Self.coordinate(size))\" fill=\"\(color.css)\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if isBold { body += " font-weight=\"600\"" }
    if hasHalo {
      body += " stroke=\"\(Palette.background.css)\" stroke-width=\"3\" stroke-linejoin=\"round\""
      body += " paint-order=\"stroke\""
    }
    body += ">\(Markup.escaped(text))"
    if !raised.isEmpty {
      body += "<tspan dy=\"\(Self.coordinate(-0.38 * size))\" font-size=\"\(Self.coordinate(0.75 * size))\">"
      body += "\(Markup.escaped(raised))</tspan>"
    }
    body += "</text>\n"
  }

  /// Text that reads upwards, centred on `spot`.
  mutating func turnedText(_ text: String, at spot: Spot, size: Double, color: Color) {
    body += "<text transform=\"translate(\(Self.coordinate(spot.x)) \(Self.coordinate(spot.y))) rotate(-90)\""
    body += " font-size=\"\(Self.coordinate(size))\" fill=\"\(color.css)\" text-anchor=\"middle\">"
    body += "\(Markup.escaped(text))</text>\n"
  }

  /// Opens a group whose unit is a cell: everything until `closeGroup` is placed by column and row of a grid.
  mutating func openCells(at corner: Spot, cellWidth: Double, cellHeight: Double) {
    // Four decimals: an error of 0.00005 pixels a cell stays below a fiftieth of a pixel over 256 cells.
    let scales = [cellWidth, cellHeight].map { DecimalText($0).rounded(decimals: 4).plain() }
    body += "<g transform=\"translate(\(Self.coordinate(corner.x)) \(Self.coordinate(corner.y)))"
    body += " scale(\(scales.joined(separator: " ")))\" shape-rendering=\"crispEdges\" fill=\"none\">\n"
  }

  /// Runs of cells of one colour; `path` is SVG path data in cells, strokes one cell high.
  mutating func cellRuns(_ path: String, color: Color) {
    body += "<path stroke=\"\(color.css)\" d=\"\(path)\"/>\n"
  }

  mutating func closeGroup() {
    body += "</g>\n"
  }

  /// The whole file: an image of `width` × `height` pixels on its own white ground, with a name and a description for
  /// those who cannot see it.
  func document(width: Double, height: Double, title: String, description: String) -> String {
    let w = Self.coordinate(width)
    let h = Self.coordinate(height)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(w)" height="\(h)" viewBox="0 0 \(w) \(h)" role="img" \
      font-family="sans-serif">
      <title>\(Markup.escaped(title))</title>
      <desc>\(Markup.escaped(description))</desc>
      <rect width="\(w)" height="\(h)" fill="\(Palette.background.css)"/>
      \(body)</svg>

      """
  }
}
