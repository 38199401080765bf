/// A range of values cut into levels of colour.
struct LevelScale {
  private let axis: PlotAxis
  let colors: [Color]
  /// Where the colours change their side, if they do.
  private let center: Double?

  var lower: Double { axis.lower }
  var upper: Double { axis.upper }

  /// The scale for all finite `values`.
  init(_ scale: HeatMap.ColorScale, values: [Double]) {
    let finite = values.filter(\.isFinite)
    switch scale {
    case .diverging(let limit):
      let largest = limit ?? finite.map(\.magnitude).max() ?? 1
      self.init(center: 0, limit: largest)
    case .sequential:
      let axis = PlotAxis(values: finite, scale: .linear, padding: 0, zeroReach: nil)
      self.init(sequential: PlotAxis(lower: axis?.lower ?? 0, upper: axis?.upper ?? 1))
    }
  }

  /// Blue below `center`, near white there, red above, as far as `limit` (1 if it is not a positive number) both ways.
  init(center: Double, limit: Double) {
    let reach = limit > 0 && limit.isFinite ? limit : 1
    self.init(diverging: PlotAxis(lower: center - reach, upper: center + reach), from: center)
  }

  /// Blue below `center` > 0, near white there, red above, by factors of up to `factor` both ways (10 if there is no factor to show).
  init(center: Double, factor: Double) {
    // A factor of 10¹⁵⁰ keeps both ends finite whatever the centre is; beyond it values have the colours of the ends.
    let reach = factor > 1.002 ? min(factor, 1e150) : 10
    let ends = (max(center / reach, .leastNormalMagnitude), min(center * reach, .greatestFiniteMagnitude))
    self.init(diverging: PlotAxis(lower: ends.0, upper: ends.1, scale: .logarithmic), from: center)
  }

  private init(diverging axis: PlotAxis, from center: Double) {
    self.axis = axis
    self.center = center
    colors = (0..<63).map { Palette.color(along: Palette.diverging, at: Double($0) / 62) }
  }

  /// Dark to bright along `axis`.
  init(sequential axis: PlotAxis) {
    self.axis = axis
    center = nil
    colors = (0..<64).map { Palette.color(along: Palette.sequential, at: Double($0) / 63) }
  }

  /// Number of levels: the colours, and after them the one for values without a colour.
  var levelCount: Int { colors.count + 1 }

  /// The level of `value`; values beyond the range take its ends. Values that are not finite, or not positive on a
  /// logarithmic scale, have the last level of all.
  func level(_ value: Double) -> Int {
    guard let share = axis.share(value) else { return colors.count }
    return Int((min(max(share, 0), 1) * Double(colors.count - 1)).rounded())
  }

  /// The colour of a level.
  func color(_ level: Int) -> Color {
    level < colors.count ? colors[level] : Palette.missing
  }

  /// The colour bar in `bar`, what it measures at its left and its ticks below.
  func drawBar(_ quantity: String, in bar: Box, into drawing: inout SVGDrawing) {
    if !quantity.isEmpty {
      drawing.text(
        quantity, at: Spot(x: PlotFrame.margin, y: bar.bottom - 1), size: 12, color: Palette.faintInk)
    }
    let count = colors.count
    drawing.openCells(
      at: Spot(x: bar.left, y: bar.top), cellWidth: bar.width / Double(count), cellHeight: bar.height)
    for level in 0..<count { drawing.cellRuns("M\(level) .5h1", color: color(level)) }
    drawing.closeGroup()
    let axis = axis.spanning(from: bar.left, to: bar.right)
    for tick in barTicks(axis) {
      guard let x = axis.position(tick.value) else { continue }
      drawing.segment(
        Spot(x: x, y: bar.bottom), Spot(x: x, y: bar.bottom + 3), stroke: Stroke(color: Palette.axis))
      drawing.text(
        tick.label, at: Spot(x: x, y: bar.bottom + 13), size: HeatMapLayout.tickSize,
        color: Palette.faintInk, anchor: .middle, raised: tick.raised)
    }
  }

  /// Labels that do not touch; where the colours change their side there is one in any case.
  private func barTicks(_ axis: PlotAxis) -> [Tick] {
    func room(_ tick: Tick) -> Double { tick.width(size: HeatMapLayout.tickSize) + 6 }
    let ticks = axis.ticks(target: 4).filter { !$0.label.isEmpty }
    guard let center, !ticks.contains(where: { $0.value == center }), let middle = axis.position(center) else {
      return Tick.apart(ticks, on: axis, room: room)
    }
    let own = Tick(value: center, label: ReadableNumber.typeset(ReadableNumber.text(center, digits: 3)))
    let others = ticks.filter { tick in
      axis.position(tick.value).map { ($0 - middle).magnitude >= (room(tick) + room(own)) / 2 } ?? false
    }
    return Tick.apart(others.filter { $0.value < center }, on: axis, room: room) + [own]
      + Tick.apart(others.filter { $0.value > center }, on: axis, room: room)
  }
}
