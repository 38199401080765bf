import Reports
import Testing

@Suite struct GridMapTests {
  private func map(
    x: GridMap.Axis, y: GridMap.Axis, rows: [[Double]], scale: GridMap.ColorScale = .diverging(),
    overlays: [Overlay] = []
  ) -> String {
    GridMap(title: "t", x: x, y: y, panels: [.init(rows: rows)], scale: scale, overlays: overlays).svg
  }

  // No axis names: the plot is 500 wide and 340 high. Its left is 16 + 12.4 ("10" or "00": two digits of 6.2) + 8.
  // Its top: title 14 + 19, 6, bar 10, 22, 8 = 79 without a legend.
  @Test func `cells reach half-way to their neighbours, the first row below`() {
    let svg = map(
      x: .init("", values: [10, 20, 40]), y: .init("", values: [10, 20]), rows: [[-1, -1, 1], [1, 1, 1]])
    // x: edges 5, 15, 30, 50 of a span of 45: shares 0, 2/9, 5/9, 1. The two −1 are one tile up to 5/9.
    // y: edges 5, 15, 25: halves. The row of 10 lies below, from 79 + 170 to 79 + 340.
    #expect(svg.contains("fill=\"#2166ac\" d=\"M36.4 249H314.18V419H36.4z\""))
    #expect(svg.contains("M36.4 79H536.4V249H36.4z"))
  }

  @Test func `on a logarithmic axis cells meet at geometric means`() {
    let svg = map(
      x: .init("", values: [1, 4, 64], scale: .logarithmic), y: .init("", values: [10, 20]),
      rows: [[-1, 1, 1], [1, 1, 1]])
    // Edges ½, 2, 16, 256: 2 lies at log 4 / log 512 = 2/9 of the width: 36.4 + 111.11.
    #expect(svg.contains("M36.4 249H147.51V419H36.4z"))
  }

  @Test func `a curve is cut where it leaves the map`() {
    let svg = map(
      x: .init("", values: [10, 20]), y: .init("", values: [10, 20]), rows: [[0, 0], [0, 0]],
      overlays: [.curve([DataPoint(x: -15, y: 15), DataPoint(x: 15, y: 15), DataPoint(x: 15, y: 95)], label: "")])
    // Edges 5, 15, 25: the corner is the middle (286.4, 249); from −15 it enters at the left, upwards it leaves at 79.
    #expect(svg.contains("d=\"M36.4,249L286.4,249L286.4,79\""))
  }

  @Test func `cells without a value are grey, marked and named`() {
    let svg = map(x: .init("", values: [10, 20]), y: .init("", values: [10, 20]), rows: [[.nan, 1], [.infinity, -1]])
    #expect(svg.contains(">no value</text>"))
    #expect(svg.contains("2 cells of 4 without a value."))
    #expect(svg.split(separator: "#b9b9b9").count - 1 == 2)
  }

  @Test func `what is not positive has no colour on a logarithmic scale`() {
    let rows = [[0, 1e-3], [1, -1]]
    let axis = GridMap.Axis("", values: [10, 20])
    #expect(map(x: axis, y: axis, rows: rows, scale: .logarithmic()).contains("2 cells of 4 without a value."))
    #expect(!map(x: axis, y: axis, rows: rows, scale: .sequential()).contains("without a value"))
  }

  @Test func `a diverging scale is white at its centre`() {
    let axis = GridMap.Axis("", values: [10, 20])
    let svg = map(x: axis, y: axis, rows: [[1, 1], [0.5, 0]], scale: .diverging(center: 1, limit: 2))
    #expect(svg.contains("fill=\"#f7f7f7\" d=\"M36.4 249H536.4V419H36.4z\""))
    let beyond = map(x: axis, y: axis, rows: [[1, 4], [0.5, 0]], scale: .diverging(center: 1, limit: 2))
    #expect(beyond.contains("1 value beyond the colour bar, drawn in its end colours."))
  }

  @Test func `a map beyond 256 values says what it leaves out`() {
    let axis = GridMap.Axis("", values: (0..<600).map(Double.init))
    let svg = map(
      x: axis, y: .init("", values: [0, 1]), rows: Array(repeating: axis.values, count: 2), scale: .sequential())
    #expect(svg.contains("Of each 1 rows and each 3 columns the first is drawn: 2 × 200 cells."))
  }
}
