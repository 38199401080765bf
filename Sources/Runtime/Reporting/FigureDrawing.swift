import ExperimentGraph
import Reports

extension FigureContent {
  /// The figure as it is drawn.
  func figure(_ source: FigureSource) -> Figure {
    switch draw(source) {
    case .plot(let data): .panelChart(PanelChart(data, title: title))
    case .grid(let data): .gridMap(GridMap(data, title: title))
    }
  }
}

extension PanelChart {
  fileprivate init(_ data: PlotData, title: String) {
    // Amplitudes at different moments, and rows of different settings, differ by orders of magnitude; shares do not.
    let sharesY =
      switch data.style {
      case .neurons(_, let isNormalized): isNormalized
      case .lines, .points, .trajectory: data.rowTitles.count <= 1
      }
    let places = PanelPlaces(data, sharesY: sharesY)
    var panels = [Panel?](repeating: nil, count: places.count)
    for panel in data.panels {
      panels[places.place(panel)] = Panel(
        title: places.title(panel, data), series: panel.series.map { PanelSeries($0, data.style) })
    }
    let x: FigureAxis =
      if case .neurons(over: .angle, _) = data.style { .angle(data.x.label) } else { FigureAxis(data.x) }
    self.init(
      title: title, panels: panels, columns: places.columns, columnTitles: places.columnTitles(data), rowTitles: places.rowTitles(data),
      x: x, y: FigureAxis(data.y), sharesY: sharesY, overlays: data.levels.map { Overlay.horizontal($0.value, label: $0.label) })
  }
}

extension FigureAxis {
  fileprivate init(_ data: PlotAxisData) { self.init(data.label, data.isLogarithmic ? .logarithmic : .linear) }
}

extension PanelSeries {
  fileprivate init(_ series: PlotData.Series, _ style: PlotData.Style) {
    let look: Look =
      switch style {
      case .lines: series.isLoose ? .markers : series.x.count > 30 ? .line : .lineWithMarkers
      case .points, .neurons: .markers
      case .trajectory: .trajectory
      }
    let interval = series.error.map { error in
      Interval(low: zip(series.y, error).map { $0 - $1 }, high: zip(series.y, error).map { $0 + $1 }, isBand: false)
    }
    self.init(name: series.name, x: series.x, y: series.y, look: look, interval: interval)
  }
}

extension GridMap {
  fileprivate init(_ data: GridData, title: String) {
    let columns = data.x.count
    let panels = data.panels.map { panel in
      Panel(
        title: panel.title,
        rows: data.y.indices.map { row in Array(panel.values[(row * columns)..<((row + 1) * columns)]) },
        overlays: panel.overlays.map { Overlay($0) })
    }
    let scale: ColorScale =
      switch data.center {
      case let center?: data.isColorLogarithmic ? .divergingByFactors(center: center) : .diverging(center: center)
      case nil: data.isColorLogarithmic ? .logarithmic() : .sequential()
      }
    self.init(
      title: title, x: Axis(data.xLabel, values: data.x, scale: data.isXLogarithmic ? .logarithmic : .linear),
      y: Axis(data.yLabel, values: data.y, scale: data.isYLogarithmic ? .logarithmic : .linear), panels: panels, scale: scale,
      quantity: data.quantity, overlays: data.overlays.map { Overlay($0) })
  }
}

extension Overlay {
  fileprivate init(_ data: GridData.Overlay) {
    let points = zip(data.x, data.y).map { DataPoint(x: $0, y: $1) }
    self = data.isCurve ? .curve(points, label: data.label) : .markers(points, label: data.label)
  }
}
