import Reports
import Testing

@Suite struct FigureTests {
  @Test(arguments: Gallery.every.map(\.name)) func `a figure is drawn as expected`(name: String) throws {
    let figure = try #require(Gallery.every.first { $0.name == name }?.figure)
    try Fixture.expect(figure.svg, equals: "\(name).svg")
  }

  @Test(arguments: Gallery.every.map(\.name)) func `a figure is well-formed, finite and repeatable`(name: String) throws {
    let figure = try #require(Gallery.every.first { $0.name == name }?.figure)
    let svg = figure.svg
    #expect(MarkupCheck(svg).problem == nil)
    #expect(svg == figure.svg)
    // Outside of texts, "nan" and "inf" could only be coordinates.
    let shapes = svg.split(separator: "\n").filter { line in
      !["<text", "<title", "<desc"].contains { line.hasPrefix($0) }
    }
    #expect(!shapes.contains { $0.contains("nan") || $0.contains("inf") })
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\""))
    #expect(svg.hasSuffix("</svg>\n"))
    #expect(svg.contains("<title>") && svg.contains("<desc>"))
    #expect(!svg.contains(" id=") && !svg.contains("<script") && !svg.contains("<style"))
  }
}

extension FigureTests {
  @Test func `a map of a hundred noisy rows stays below 150 kB`() {
    var numbers = Numbers(seed: 77)
    let panel = HeatMap.Panel(
      title: "noise", rows: 100, columns: 100, values: (0..<10_000).map { _ in numbers.next() * 2 - 1 })
    let map = HeatMap(title: "noise", panels: [panel], scale: .diverging(limit: 1))
    #expect(map.svg.utf8.count < 150_000)
  }

  @Test(arguments: [1, 3, 40]) func `line charts stay below 250 kB however long their series`(count: Int) {
    var numbers = Numbers(seed: 5)
    let chart = LineChart(
      title: "long", x: AxisLabel("step"), y: AxisLabel("y"),
      series: (0..<count).map { index in
        DataSeries(
          name: "s\(index)", points: (0..<20_000).map { DataPoint(x: Double($0), y: Double(index) + numbers.next()) })
      })
    #expect(chart.svg.utf8.count < 250_000)
  }

  @Test func `a map beyond 256 cells a side says what it leaves out`() {
    #expect(Gallery.largeMap.svg.contains("Of each 4 rows and each 4 columns the first is drawn: 250 × 250 cells."))
    #expect(!Gallery.similarity.svg.contains("is drawn"))
  }

  private static let tiny = Double.leastNonzeroMagnitude
  static let awkward: [[Double]] = [
    [.nan], [.infinity, -.infinity], [0], [-0.0, 0], [tiny, 2 * tiny], [0, tiny], [1.7e308, -1.7e308], [1e308],
    [1, 1 + .ulpOfOne], [1e15, 1e15 + 1], [-1e-300, 1e300], [1, .nan, 2, .infinity, 3], [.greatestFiniteMagnitude],
    [.leastNormalMagnitude, .greatestFiniteMagnitude],
  ]

  @Test(arguments: awkward) func `no value breaks an axis`(values: [Double]) {
    let series = [DataSeries(name: "v", x: values, y: values), DataSeries(name: "w", x: values, y: values.reversed())]
    for xScale in [AxisScale.linear, .logarithmic] {
      for yScale in [AxisScale.linear, .logarithmic] {
        let x = AxisLabel("x", xScale)
        let y = AxisLabel("y", yScale)
        let reference = ReferenceLine(y: values[0], label: "here")
        let chart = LineChart(title: "t", x: x, y: y, series: series, reference: reference)
        #expect(MarkupCheck(chart.svg).problem == nil)
      }
    }
    for scale in [HeatMap.ColorScale.sequential, .diverging(limit: nil), .diverging(limit: 1)] {
      let panel = HeatMap.Panel(title: "p", rows: 1, columns: values.count, values: values)
      let axis = HeatMap.Axis("v", values: values)
      let map = HeatMap(title: "t", panels: [panel], scale: scale, columnAxis: axis)
      #expect(MarkupCheck(map.svg).problem == nil)
    }
  }

  @Test func `values that are not finite are gaps, marked and counted`() {
    let chart = LineChart(
      title: "t", x: AxisLabel("x"), y: AxisLabel("y"),
      series: [DataSeries(name: "s", x: [0, 1, 2, 3, 4, 5], y: [1, 2, .nan, 4, 5, 6])])
    #expect(chart.svg.split(separator: "<polyline").count - 1 == 2)
    #expect(chart.svg.contains("1 point not finite; × marks the last before."))
  }

  @Test func `figures without series or panels are figures`() {
    let axis = AxisLabel("")
    #expect(LineChart(title: "", x: axis, y: axis, series: []).svg.contains("No finite values to draw."))
    #expect(HeatMap(title: "", panels: [], scale: .sequential).svg.contains("No finite values to draw."))
  }
}
