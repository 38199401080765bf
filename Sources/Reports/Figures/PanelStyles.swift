/// The look of each series name of a chart, in order of first appearance.
struct PanelStyles {
  struct Style {
    let color: Color
    let line: LineStyle
    let shape: MarkerShape
  }

  let names: [String]
  private let styles: [Style]

  init(_ series: [PanelSeries]) {
    var names: [String] = []
    var given: [(hue: SeriesHue?, line: LineStyle?, shape: MarkerShape?)] = []
    for one in series where !names.contains(one.name) {
      names.append(one.name)
      given.append((one.hue, one.line, one.shape))
    }
    // Series with a hue of their own take none from the others, and the last colour is that of `.black`.
    let free = names.indices.filter { given[$0].hue == nil }
    let count = free.count == Palette.series.count && free.count < names.count ? free.count + 1 : free.count
    let isFamily = Palette.isFamily(count)
    let shapes: [MarkerShape] = [.circle, .square, .triangle, .diamond]
    styles = names.indices.map { index in
      Style(
        color: given[index].hue?.color ?? Palette.seriesColor(free.firstIndex(of: index) ?? 0, of: count),
        line: given[index].line ?? (isFamily ? .solid : LineStyle.allCases[index % LineStyle.allCases.count]),
        shape: given[index].shape ?? (isFamily ? .circle : shapes[index % shapes.count]))
    }
    self.names = names
  }

  func style(_ name: String) -> Style {
    guard let index = names.firstIndex(of: name) else {
      return Style(color: Palette.ink, line: .solid, shape: .circle)
    }
    return styles[index]
  }

  /// The legend of `chart`: what its series' names share, the series, the ends of trajectories, overlays.
  func legend(_ chart: PanelChart, hasShapes: Bool) -> Legend {
    let series = chart.allSeries
    // Short names stay whole; only long ones say once what they share.
    let isLong = names.contains { $0.count > 24 }
    let distinct = isLong ? DistinctNames(names) : DistinctNames([])
    let shown = isLong ? distinct.distinct : names
    let overlays = Overlay.legend(chart.allOverlays, hasHalo: false) { color(of: $0) }
    var entries: [Legend.Entry] = []
    if names.count > 1 || (!overlays.isEmpty && names != [""]) {
      if !distinct.common.isEmpty { entries.append(Legend.Entry(text: distinct.common + ":", sample: .words)) }
      for (index, name) in names.enumerated() {
        let look = styles[index]
        guard let first = series.first(where: { $0.name == name }), !shown[index].isEmpty,
          !first.isNamedAtStart
        else { continue }
        let stroke = Stroke(color: look.color, width: 1.75, dashes: look.line.dashes)
        let shape: MarkerShape = hasShapes ? look.shape : .circle
        let sample: Legend.Sample =
          switch first.look {
          case .line, .trajectory: .line(stroke, shape: nil, hasHalo: false)
          case .lineWithMarkers: .line(stroke, shape: look.shape, hasHalo: false)
          case .markers: .marker(shape, look.color)
          }
        entries.append(Legend.Entry(text: shown[index], sample: sample))
      }
    }
    if series.contains(where: { $0.look == .trajectory }) {
      entries.append(Legend.Entry(text: "start", sample: .ring(Palette.ink)))
      entries.append(Legend.Entry(text: "end", sample: .marker(.triangle, Palette.ink)))
    }
    return Legend(entries + overlays)
  }

  func color(of overlay: Overlay) -> Color {
    if case .fit(_, _, _, let series) = overlay { return style(series).color }
    return Palette.faintInk
  }
}
