import Reports
import Testing

@Suite struct PanelChartTests {
  // One panel without names: the ticks of y are 0.0, 0.5, …, of width (0.62 + 0.38 + 0.62) · 11 = 17.82, so the plot's
  // left is 16 + 17.82 + 8 = 41.82; its right 640 − 16 − 4 = 620, its middle 330.91;
  // top 14 + 19 + 4 + 6 + 4 = 47, bottom 47 + 272 = 319.
  private func chart(
    _ series: [PanelSeries], x: FigureAxis = FigureAxis("", range: 0...2), y: FigureAxis = FigureAxis("", range: 0...4),
    overlays: [Overlay] = []
  ) -> String {
    PanelChart(title: "t", panels: [.init(series: series)], x: x, y: y, overlays: overlays).svg
  }

  @Test func `points lie where the axes say`() {
    let svg = chart([PanelSeries(name: "", x: [0, 1, 2], y: [0, 4, 2], look: .line)])
    #expect(svg.contains("points=\"41.82,319 330.91,47 620,183\""))
  }

  @Test func `logarithmic axes map equal factors to equal lengths`() {
    let svg = chart(
      [PanelSeries(name: "", x: [1, 10, 100], y: [1, 10, 100], look: .line)],
      x: FigureAxis("", .logarithmic, range: 1...100), y: FigureAxis("", .logarithmic, range: 1...100))
    // The widest label is "100": 18.6 · 1.1 = 20.46, so the left is 44.46.
    #expect(svg.contains("points=\"44.46,319 332.23,183 620,47\""))
  }

  @Test func `a line is cut at the sides of its range, and what lies outside is counted`() {
    let svg = chart([PanelSeries(name: "", x: [0, 1, 2], y: [0, 5, 0], look: .line)])
    // It leaves at y = 4, at x = 0.8 and 1.2: two and three fifths of the width of 578.18.
    #expect(svg.contains("points=\"41.82,319 273.09,47\"") && svg.contains("points=\"388.73,47 620,319\""))
    #expect(svg.contains("1 point outside of the axes."))
  }

  @Test func `values that are not finite break lines and are counted`() {
    let svg = chart([PanelSeries(name: "", x: [0, 1, 1.5, 2], y: [1, .nan, 1, 2], look: .line)])
    #expect(svg.split(separator: "<polyline").count - 1 == 1)
    #expect(svg.contains("1 point not finite."))
  }

  @Test func `angles break where they jump round`() {
    let series = PanelSeries(name: "", x: [0, 1, 2], y: [3, -3, -2.9], look: .line)
    #expect(chart([series], y: .angle("")).split(separator: "<polyline").count - 1 == 1)
    #expect(chart([series], y: FigureAxis("", range: -4...4)).split(separator: " 329.37,").count == 2)
  }

  @Test func `an interval is a bar at each point or one band`() {
    func svg(_ isBand: Bool) -> String {
      chart([
        PanelSeries(
          name: "", x: [0, 1, 2], y: [1, 2, 1], look: .line,
          interval: .init(low: [0, 1, 0], high: [2, 3, 2], isBand: isBand))
      ])
    }
    #expect(svg(true).contains("fill-opacity=\"0.18\" d=\"M41.82,183L330.91,115L620,183L620,319L330.91,251L41.82,319z\""))
    #expect(svg(false).contains("M330.91,251L330.91,115M327.91,251L333.91,251M327.91,115L333.91,115"))
  }

  @Test func `of many points one is kept for each cell, whatever their order`() {
    var numbers = Numbers(seed: 3)
    let points = (0..<300_000).map { _ in DataPoint(x: 2 * numbers.next(), y: 4 * numbers.next()) }
    let svg = chart([PanelSeries(name: "units", points: points, look: .markers)])
    #expect(svg.utf8.count < 400_000)
    #expect(svg.contains(" of 300,000 points are drawn: the highest of each small cell of a panel, series by series."))
    #expect(svg == chart([PanelSeries(name: "units", points: points.reversed(), look: .markers)]))
  }

  @Test func `four thousand points are all drawn`() {
    var numbers = Numbers(seed: 3)
    let points = (0..<4000).map { _ in DataPoint(x: 2 * numbers.next(), y: 4 * numbers.next()) }
    let svg = chart([PanelSeries(name: "units", points: points, look: .markers)])
    #expect(!svg.contains("are drawn") && svg.split(separator: "h0").count - 1 == 4000)
  }

  @Test func `a thousand tracks stay below a megabyte, and both ends of each are drawn`() {
    let count = 200
    let points = (0..<1000 * count).map { index -> DataPoint in
      let (unit, step) = index.quotientAndRemainder(dividingBy: count)
      return DataPoint(x: 2 * Double(step) / Double(count - 1), y: Double(unit * step % 1000) / 250)
    }
    let svg = chart([
      PanelSeries(
        name: "units", points: points, look: .line, weight: points.map { $0.y / 4 }, starts: (0..<1000).map { $0 * count })
    ])
    #expect(svg.utf8.count < 1_000_000)
    #expect(svg.contains("Lines are drawn with fewer points than were given."))
    #expect(svg.contains("M41.82,319") && svg.contains("L620,"))
  }

  @Test(arguments: FigureTests.awkward) func `no value breaks a panel or a map`(values: [Double]) {
    for look in [PanelSeries.Look.line, .lineWithMarkers, .markers, .trajectory] {
      for scale in [AxisScale.linear, .logarithmic] {
        let series = PanelSeries(
          name: "s", x: values, y: values, look: look, interval: .init(low: values, high: values, isBand: true),
          shade: values, weight: values)
        let chart = PanelChart(
          title: "t", panels: [.init(series: [series]), nil], x: FigureAxis("x", scale), y: FigureAxis("y", scale),
          overlays: [.horizontal(values[0], label: "a"), .curve([DataPoint(x: values[0], y: 1)], label: "b")],
          shade: .init("v", scale))
        #expect(MarkupCheck(chart.svg).problem == nil)
      }
    }
    for scale in [GridMap.ColorScale.sequential(), .logarithmic(), .diverging(), .diverging(center: 1, limit: 0)] {
      let map = GridMap(
        title: "t", x: .init("x", values: values.indices.map(Double.init)), y: .init("y", values: [1]),
        panels: [.init(rows: [values])], scale: scale)
      #expect(MarkupCheck(map.svg).problem == nil)
    }
  }

  @Test func `charts and maps without panels are figures`() {
    let axis = FigureAxis("")
    #expect(PanelChart(title: "", panels: [], x: axis, y: axis).svg.contains("No finite values to draw."))
    let grid = GridMap.Axis("", values: [0])
    #expect(
      GridMap(title: "", x: grid, y: grid, panels: [], scale: .sequential()).svg.contains("No finite values to draw."))
  }
}
