import ExperimentGraph
import Grammar
import SourceDiagnostics

/// A number over the plane of two axes, as colours; a phase diagram.
struct HeatMapFigure: FigureKind {
  let value: BoundExpression
  let x: Located<String>
  let y: Located<String>
  let panel: Located<String>?
  let region: BoundExpression?
  let center: Located<Double>?
  let log: [FigureAxis]
  let overlays: [any Overlay]

  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> FigureData)? {
    var isSound = site.lowering.check(value, &diagnostics)
    if let region, !site.lowering.check(region, &diagnostics) { isSound = false }
    let xAxis = site.axis(x, &diagnostics)
    let yAxis = site.axis(y, &diagnostics)
    let panelAxis = panel.map { site.axis($0, &diagnostics) }
    if let panelAxis, panelAxis == nil { isSound = false }
    let drawn = overlays.compactMap { $0.plan(site, panel: panelAxis ?? nil, &diagnostics) }
    guard isSound, let xAxis, let yAxis, drawn.count == overlays.count, areNumbers(xAxis, x, site, &diagnostics),
      areNumbers(yAxis, y, site, &diagnostics), areAlone(xAxis, yAxis, panelAxis ?? nil, site, &diagnostics),
      hasCenter(&diagnostics)
    else { return nil }
    let map = self
    return { map.data(site, $0, xAxis, yAxis, panelAxis ?? nil, drawn) }
  }

  private func areNumbers(_ axis: Int, _ name: Located<String>, _ site: FigureSite, _ diagnostics: inout Diagnostics) -> Bool {
    site.hasNumbers(axis, at: name.range, on: "a plane", help: "use it as `panel`", &diagnostics)
  }

  /// Every axis that the number differs by must have a place in the picture.
  private func areAlone(
    _ x: Int, _ y: Int, _ panel: Int?, _ site: FigureSite, _ diagnostics: inout Diagnostics
  ) -> Bool {
    let left = site.names.axes(of: value).filter { $0 != x && $0 != y && $0 != panel }
    guard let first = left.first(where: { site.names.grid.axes[$0].values.count > 1 }) else { return true }
    let name = site.names.grid.axes[first].name
    diagnostics.report(
      Diagnostic(
        .wrongExpressionType, "`\(value.text)` differs by `\(name)` as well, and a cell of the map has one colour", at: value.range,
        help: "draw a summary over `\(name)`"))
    return false
  }

  /// Equal factors on both sides of a number are only there when it is above 0.
  private func hasCenter(_ diagnostics: inout Diagnostics) -> Bool {
    guard let center, log.contains(.color), center.value <= 0 else { return true }
    diagnostics.report(
      Diagnostic(
        .outOfRange, "with `log: color` the colours change their side at a number above 0, not at \(canonicalNumber(center.value))",
        at: center.range, help: "leave `color` out of `log`, or give a number above 0 that values are a multiple or a part of"))
    return false
  }

  private func data(
    _ site: FigureSite, _ source: FigureSource, _ xAxis: Int, _ yAxis: Int, _ panelAxis: Int?,
    _ drawn: [@Sendable (FigureSource) -> [PlacedOverlay]]
  ) -> FigureData {
    let names = site.names
    let xs = names.numbers(xAxis)
    let ys = names.numbers(yAxis)
    let points = site.points(in: region, source.records)
    let overlays = drawn.flatMap { $0(source) }
    let groups = CellSpace(names.grid, by: [panelAxis].compactMap(\.self), of: points)
    let panels = groups.cells.indices.map { group in
      var values = [Double](repeating: .nan, count: xs.count * ys.count)
      for point in points where groups.cellOfPoint[point] == group {
        let place = names.grid.points[point]
        guard let column = xs.firstIndex(of: names.number(xAxis, place[xAxis])),
          let row = ys.firstIndex(of: names.number(yAxis, place[yAxis]))
        else { continue }
        values[row * xs.count + column] = value.numberRead(by: PointReader(names: names, records: source.records, point: point))
      }
      let place = panelAxis.map { names.grid.points[groups.representatives[group]][$0] }
      return GridData.Panel(
        title: names.label([panelAxis].compactMap(\.self), at: groups.representatives[group]), values: values,
        overlays: overlays.filter { $0.panel != nil && $0.panel == place }.map(\.overlay))
    }
    return .grid(
      GridData(
        quantity: value.text, xLabel: x.value, yLabel: y.value, x: xs, y: ys, isXLogarithmic: log.contains(.x),
        isYLogarithmic: log.contains(.y), panels: panels, center: center?.value, isColorLogarithmic: log.contains(.color),
        overlays: overlays.filter { $0.panel == nil }.map(\.overlay)))
  }

  static let entry = Entry<any FigureKind>(
    "heat_map", "A number over the plane of two axes, as colours: a phase diagram, with boundaries drawn in.",
    example: "{heat_map: {of: s_w, x: gamma, y: gamma_prime, diverging: 0}}",
    .required("of", .reading, "The number: a summary, or something read at each point."),
    .required("x", .name("axis"), "The axis to the right."),
    .required("y", .name("axis"), "The axis upwards."),
    RecordedPanels.panelField, RecordedPanels.whereField,
    .maybe(
      "diverging", .located(.number(unit: "of the number")),
      "Where the colours change their side; left out, they run one way. With `log: color` it is above 0, and twice as much is "
        + "as far from it as half as much."),
    .optional("log", .oneOrMany(of: .choice(FigureAxis.self)), default: "[]", "Axes, or `color`, with a logarithmic scale."),
    .optional("overlay", .list(of: .component(Overlays.family)), default: "[]", "What is drawn over the colours.")
  ) { HeatMapFigure(value: $0, x: $1, y: $2, panel: $3, region: $4, center: $5, log: $6, overlays: $7) }
}

extension SweepNames {
  /// The numbers of an axis, ascending.
  func numbers(_ axis: Int) -> [Double] { grid.axes[axis].values.indices.map { number(axis, $0) }.sorted() }

  /// The number at a place of an axis; NaN for a name.
  func number(_ axis: Int, _ place: Int) -> Double {
    if case .number(let x) = grid.axes[axis].values[place] { x } else { .nan }
  }
}
