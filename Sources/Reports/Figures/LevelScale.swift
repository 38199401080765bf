/// A range of values cut into levels of colour.
struct LevelScale {
  let lower: Double
  let upper: Double
  let colors: [Color]

  /// The scale for all finite `values`.
  init(_ scale: HeatMap.ColorScale, values: [Double]) {
    let finite = values.filter(\.isFinite)
    switch scale {
    case .diverging(let limit):
      let largest = limit ?? finite.map(\.magnitude).max() ?? 1
      upper = largest > 0 && largest.isFinite ? largest : 1
      lower = -upper
      colors = (0..<63).map { Palette.color(along: Palette.diverging, at: Double($0) / 62) }
    case .sequential:
      let axis = PlotAxis(values: finite, scale: .linear, padding: 0, showsZero: false)
      lower = axis?.lower ?? 0
      upper = axis?.upper ?? 1
      colors = (0..<64).map { Palette.color(along: Palette.sequential, at: Double($0) / 63) }
    }
  }

  /// Number of levels: the colours, and after them the one for values that are not finite.
  var levelCount: Int { colors.count + 1 }

  /// The level of `value`; values beyond the range take its ends.
  func level(_ value: Double) -> Int {
    guard value.isFinite else { return colors.count }
    // Divided first: the span of large numbers may be infinite, and half of a tiny one is zero.
    let unit = max(lower.magnitude, upper.magnitude)
    let share = (value / unit - lower / unit) / (upper / unit - lower / unit)
    return Int((min(max(share, 0), 1) * Double(colors.count - 1)).rounded())
  }

  /// The colour of a level.
  func color(_ level: Int) -> Color {
    level < colors.count ? colors[level] : Palette.missing
  }
}
