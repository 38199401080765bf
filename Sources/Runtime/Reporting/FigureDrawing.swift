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
    let isShaded = data.family != nil && Shade.isNeeded(Set(data.panels.flatMap { $0.series.compactMap(\.number) }).count)
    let names = data.panels.flatMap { $0.series.map(\.name) }
    let shown = Dictionary(zip(names, CoordinateText.short(names)), uniquingKeysWith: { first, _ in first })
    var panels = [Panel?](repeating: nil, count: places.count)
    for panel in data.panels {
      // Models first in the legend, and under the target in the picture.
      let series = PlotData.Part.allCases.flatMap { part in panel.series.filter { $0.part == part } }
      panels[places.place(panel)] = Panel(
        title: places.title(panel, data), series: series.map { PanelSeries($0, shown[$0.name] ?? $0.name, data.style, isShaded: isShaded) })
    }
    let x: FigureAxis =
      if case .neurons(over: .angle, _) = data.style { .angle(data.x.label) } else { FigureAxis(data.x) }
    self.init(
      title: title, panels: panels, columns: places.columns, columnTitles: places.columnTitles(data), rowTitles: places.rowTitles(data),
      x: x, y: FigureAxis(data.y), sharesY: sharesY, overlays: data.levels.map { Overlay.horizontal($0.value, label: $0.label) },
      shade: isShaded ? data.family.map { Shade($0.label, $0.isLogarithmic ? .logarithmic : .linear) } : nil)
  }
}

extension FigureAxis {
  fileprivate init(_ data: PlotAxisData) { self.init(data.label, data.isLogarithmic ? .logarithmic : .linear) }
}

extension PanelSeries {
  fileprivate init(_ series: PlotData.Series, _ name: String, _ style: PlotData.Style, isShaded: Bool) {
    let look: Look =
      switch (series.part, style) {
      case (.samples, _): .markers
      case (.target, _): .line
      case (.result, .lines): series.x.count > 30 ? .line : .lineWithMarkers
      case (.result, .points), (.result, .neurons): .markers
      case (.result, .trajectory): .trajectory
      }
    let interval = series.error.map { error in
      Interval(low: zip(series.y, error).map { $0 - $1 }, high: zip(series.y, error).map { $0 + $1 }, isBand: false)
    }
    // What a family's numbers say stands at the colour bar.
    let number = isShaded ? series.number : nil
    self.init(
      name: number == nil ? name : "", x: series.x, y: series.y, look: look, interval: interval,
      shade: number.map { [Double](repeating: $0, count: series.x.count) } ?? [], hue: series.part == .result ? nil : .black,
      line: series.part == .target ? .dashed : nil, shape: series.part == .samples ? .circle : nil)
  }
}

extension GridMap {
  fileprivate init(_ data: GridData, title: String) {
    let columns = data.x.count
    let panels = data.panels.map { panel in
      Panel(
        title: CoordinateText.short(panel.title),
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
