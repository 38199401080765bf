/// A colour a series may ask for; the same seven that series get in turn.
package enum SeriesHue: String, Sendable, Equatable, CaseIterable {
  case blue, red, green, purple, yellow, sky, black

  var color: Color {
    switch self {
    case .blue: Palette.series[0]
    case .red: Palette.series[1]
    case .green: Palette.series[2]
    case .purple: Palette.series[3]
    case .yellow: Palette.series[4]
    case .sky: Palette.series[5]
    case .black: Palette.series[6]
    }
  }
}
