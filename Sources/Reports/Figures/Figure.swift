/// A figure as a value; `svg` is its one drawing.
///
/// The text depends on the value alone: equal figures have equal bytes on every machine. Figures are 640 pixels wide,
/// bring their own white ground, and use colours that colour-blind readers can tell apart.
package enum Figure: Sendable, Equatable {
  case lineChart(LineChart)
  case heatMap(HeatMap)
  case gridMap(GridMap)
  case panelChart(PanelChart)
  /// A picture that was drawn before, as a bundle keeps it.
  case picture(title: String, svg: String)

  /// The heading drawn at the top, also the accessible name.
  package var title: String {
    switch self {
    case .lineChart(let chart): chart.title
    case .heatMap(let map): map.title
    case .gridMap(let map): map.title
    case .panelChart(let chart): chart.title
    case .picture(let title, _): title
    }
  }

  /// The figure as one SVG file, ending in a newline.
  package var svg: String {
    switch self {
    case .lineChart(let chart): chart.svg
    case .heatMap(let map): map.svg
    case .gridMap(let map): map.svg
    case .panelChart(let chart): chart.svg
    case .picture(_, let svg): svg
    }
  }
}
