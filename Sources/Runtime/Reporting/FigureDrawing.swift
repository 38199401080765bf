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
    let columns = max(1, data.columnTitles.count)
    let rows = max(1, data.rowTitles.count)
    var panels = [Panel?](repeating: nil, count: rows * columns)
    for panel in data.panels {
      panels[panel.row * columns + panel.column] = Panel(series: panel.series.map { PanelSeries($0, data.style) })
    }
    // Many panels in one row stand in several rows, each under its own title.
    let isGrid = rows > 1
    if !isGrid {
      for (column, name) in data.columnTitles.enumerated() {
        panels[column] = panels[column].map { Panel(title: name, series: $0.series) }
      }
    }
    let levels = data.levels.map { Overlay.horizontal($0.value, label: $0.label) }
    let hasTitles = isGrid && data.columnTitles != [""]
    let x: FigureAxis = data.style == .neurons(over: .angle) ? .angle(data.x.label) : FigureAxis(data.x)
    self.init(
      title: title, panels: panels, columns: isGrid ? columns : nil, columnTitles: hasTitles ? data.columnTitles : [],
      rowTitles: isGrid ? data.rowTitles : [], x: x, y: FigureAxis(data.y),
      // Amplitudes at different moments, and rows of different settings, differ by orders of magnitude.
      sharesY: !data.style.hasOwnScales && !isGrid, overlays: levels)
  }
}

extension PlotData.Style {
  fileprivate var hasOwnScales: Bool {
    if case .neurons = self { true } else { false }
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
