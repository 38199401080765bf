/// The colours of every figure. Figures draw their own white ground, so they look alike on light and dark pages.
enum Palette {
  static let background = Color(0xFFFFFF)
  static let ink = Color(0x1F2328)
  static let faintInk = Color(0x59636E)
  static let axis = Color(0x8C959F)
  static let grid = Color(0xE6E9EC)
  /// Cells and points without a value.
  static let missing = Color(0xB9B9B9)

  /// Series colours after Okabe and Ito (jfly.uni-koeln.de/color): apart for all common kinds of colour blindness.
  /// Their yellow is left out and their purple darkened, since both fade on white.
  static let series: [Color] = [
    Color(0x0072B2), Color(0xD55E00), Color(0x009E73), Color(0xB2568E),
    Color(0xE69F00), Color(0x56B4E9), Color(0x333333),
  ]

  /// From low to high in even steps of brightness: the colour map viridis (Smith and van der Walt 2015), ten anchors.
  static let sequential: [Color] = [
    Color(0x440154), Color(0x482878), Color(0x3E4A89), Color(0x31688E), Color(0x26828E),
    Color(0x1F9E89), Color(0x35B779), Color(0x6ECE58), Color(0xB5DE2B), Color(0xFDE725),
  ]

  /// Negative blue, zero near white, positive red: ColorBrewer's RdBu (Harrower and Brewer 2003), turned round.
  /// Its two outermost colours are left out: both are so dark that 1 and −1 would look alike.
  static let diverging: [Color] = [
    Color(0x2166AC), Color(0x4393C3), Color(0x92C5DE), Color(0xD1E5F0), Color(0xF7F7F7),
    Color(0xFDDBC7), Color(0xF4A582), Color(0xD6604D), Color(0xB2182B),
  ]

  /// The colour at `share` ∈ [0, 1] of the way along evenly spaced `anchors`.
  static func color(along anchors: [Color], at share: Double) -> Color {
    let place = min(max(share, 0), 1) * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    return anchors[index].mixed(with: anchors[index + 1], share: place - Double(index))
  }

  /// Whether so many series are a family: more than there are colours that nobody confuses.
  static func isFamily(_ count: Int) -> Bool { count > series.count }

  /// The colour of series `index` of `count`: a colour of its own, or that of its place in a family on viridis (without its palest end),
  /// which suits the ordered families that are that long.
  static func seriesColor(_ index: Int, of count: Int) -> Color {
    guard isFamily(count) else { return series[index] }
    return color(along: sequential, at: 0.92 * Double(index) / Double(count - 1))
  }
}
