import Constructs
import ExperimentGraph
import Testing

/// What is drawn over heat maps, over a ∈ {1, 2, 3} and b ∈ {1, 2}, with a panel for each value of p ∈ {1, 2}.
@Suite struct OverlayTests {
  /// The planes of a map with an overlay.
  private static func map(_ overlay: String, isInPanels: Bool = true) throws -> GridData {
    let rest = """
      summaries: {own: {mean: {of: a + p, by: [b, p]}}, common: {mean: {of: a, by: b}}}
      figures: {map: {heat_map: {of: \(isInPanels ? "a*b*p, panel: p" : "a*b"), x: a, y: b, overlay: [\(overlay)]}}}
      """
    let read = SweepTests.read("{grid: {a: [1, 2, 3], b: [1, 2], p: [1, 2]}}", rate: "0.01*a*b*p", rest: rest)
    #expect(read.summary == [], "\(read.problems.map(\.message))")
    let content = try #require(read.reader.sweep).content
    let points = content.grid.points.map { _ in RecordedSeries(series: [], stepsPerEpoch: 10) as RecordedSeries? }
    var records = SweepRecords(grid: content.grid, points: points)
    for summary in content.summaries { records.add(summary.name, summary.evaluate(records)) }
    let drawn = content.figures[0].draw(FigureSource(records: records, array: { _, _, _ in nil }, data: { _, _ in nil }))
    guard case .grid(let data) = drawn else { preconditionFailure("a heat map is a grid") }
    return data
  }

  @Test func `marks that differ by the axis of the panels are drawn over their own panel`() throws {
    let data = try Self.map("{marks: {x: own, y: b, label: measured}}")
    #expect(data.overlays.isEmpty && data.panels.count == 2)
    for (place, panel) in data.panels.enumerated() {
      let marks = GridData.Overlay(label: "measured", x: [3 + Double(place), 3 + Double(place)], y: [1, 2], isCurve: false)
      #expect(panel.overlays == [marks])
    }
  }

  @Test func `marks and curves that do not are drawn over all`() throws {
    let marks = try Self.map("{marks: {x: common, y: b}}")
    #expect(marks.overlays == [GridData.Overlay(label: "", x: [2, 2], y: [1, 2], isCurve: false)])
    #expect(marks.panels.flatMap(\.overlays).isEmpty)
    let curve = try Self.map("{curve: {x: 4 - b, y: b}}")
    #expect(curve.overlays.count == 1 && curve.panels.flatMap(\.overlays).isEmpty)
    #expect(curve.overlays[0].x.first == 3 && curve.overlays[0].x.last == 2)
  }

  @Test func `without panels all marks are drawn`() throws {
    let data = try Self.map("{marks: {x: own, y: b}}", isInPanels: false)
    #expect(data.overlays.map(\.x) == [[3, 4, 3, 4]] && data.panels.flatMap(\.overlays).isEmpty)
  }
}
