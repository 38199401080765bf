import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How arrays of several points and moments are laid out: rows and columns of panels, and series in each.
struct ArrayPanels: Sendable {
  /// The fields that every figure of arrays has.
  static let atField = Field<[BoundExpression]?>.maybe(
    "at", .oneOrMany(of: .reading),
    "Moments: steps, `start`, `end`, names of stages for their ends; several stand side by side, or have colours where `columns` is given. "
      + "Left out, the last.")
  static let rowsField = Field<Located<String>?>.maybe("rows", .name("axis"), "An axis whose values stand under one another.")
  static let columnsField = Field<Located<String>?>.maybe("columns", .name("axis"), "An axis whose values stand side by side.")
  static let byField = Field<Located<String>?>.maybe("by", .name("axis"), "An axis whose values have colours.")
  
  let at: [BoundExpression]?
  let rows: Located<String>?
  let columns: Located<String>?
  let by: Located<String>?
  let region: BoundExpression?

  /// What one series of one panel is read from.
  struct Cell {
    let moment: Moment
    let name: String
    /// The number by which alone it differs from the other series, if it does.
    let number: Double?
  }

  /// A layout whose names are found.
  struct Plan: Sendable {
    let site: FigureSite
    let moments: [Moment]
    let rows: Int?
    let columns: Int?
    let by: Int?
    let region: BoundExpression?
  }

  /// Reports what is wrong and returns nil then.
  func plan(_ site: FigureSite, recordedBy probe: ProbeContent, _ diagnostics: inout Diagnostics) -> Plan? {
    var isSound = true
    var moments: [Moment] = []
    for expression in at ?? [] {
      if let moment = moment(expression, probe, site, &diagnostics) { moments.append(moment) } else { isSound = false }
    }
    if let region, !site.lowering.check(region, &diagnostics) { isSound = false }
    var places: [Int?] = []
    for name in [rows, columns, by] {
      let place = name.map { site.axis($0, &diagnostics) }
      if let place, place == nil { isSound = false }
      places.append(place ?? nil)
    }
    guard isSound else { return nil }
    return Plan(site: site, moments: moments, rows: places[0], columns: places[1], by: places[2], region: region)
  }

  private func moment(
    _ expression: BoundExpression, _ probe: ProbeContent, _ site: FigureSite, _ diagnostics: inout Diagnostics
  ) -> Moment? {
    let bounds = site.graph.training.bounds
    if expression.written == "end" { return .end }
    let stages = site.graph.stages.map(\.name)
    if stages.contains(expression.written), probe.moments.containsEnd(of: expression.written, among: stages) {
      return .stage(expression.written)
    }
    let step: Int? =
      switch expression.expression.constantValue {
      case .number(let x)?: Int(exactly: x)
      default: expression.written == "start" ? 0 : nil
      }
    if let step, probe.moments.contains(step) || (probe.moments.atEnd && step == bounds.maximumSteps) { return .step(step) }
    let isMoment = step != nil || stages.contains(expression.written)
    diagnostics.report(
      Diagnostic(
        isMoment ? .neverRecorded : .wrongExpressionType,
        isMoment
          ? "`\(probe.name)` is not recorded at \(expression.written)"
          : "a moment is a step, `start`, `end` or a stage, not `\(expression.written)`", at: expression.range,
        help: isMoment ? "add that moment to its `at:`" : nil))
    return nil
  }

  /// A moment that is drawn.
  enum Moment: Sendable, Equatable {
    case step(Int)
    case end
    /// The end of a stage.
    case stage(String)

    var title: String {
      switch self {
      case .step(let step): "step \(step)"
      case .end: "end"
      case .stage(let name): name
      }
    }

    /// The same by its step, where it is the end of a stage; nil where the run ended before.
    func resolved(_ ends: [StageEnd]) -> Moment? {
      guard case .stage(let name) = self else { return self }
      return ends.first { $0.name == name }.map { .step($0.step) }
    }

    /// The place of its recording; nil when the run ended before.
    func place(in array: RecordedArray) -> Int? {
      switch self {
      case .step(let step): array.steps.firstIndex(of: step)
      case .end: array.steps.indices.last
      case .stage: preconditionFailure("the end of a stage is read by its step")
      }
    }
  }
}

extension ArrayPanels.Plan {
  /// The panels.
  /// - Parameter open: reads what a point recorded, once, and gives what makes the series of its cells; nil where nothing can be read.
  func plot(
    _ source: FigureSource, style: PlotData.Style, x: PlotAxisData, y: PlotAxisData,
    open: (_ point: Int) -> ((ArrayPanels.Cell) -> [PlotData.Series])?
  ) -> FigureData {
    let names = site.names
    let points = site.points(in: region, source.records)
    let momentsAsColumns = columns == nil && moments.count > 1
    let rowPlaces = places(rows, points)
    let columnPlaces = momentsAsColumns ? Array(moments.indices) : places(columns, points)
    let shown = moments.isEmpty ? [nil] : moments.map(Optional.some)
    let free = names.telling(points, beyond: [rows, columns].compactMap(\.self))
    let telling = by.map { [$0] } ?? free
    let family = momentsAsColumns || shown.count == 1 ? names.family(telling) : nil
    var drawn = rowPlaces.map { _ in columnPlaces.map { _ in [PlotData.Series]() } }
    for point in points {
      guard let series = open(point) else { continue }
      let row = place(rows, of: point, among: rowPlaces)
      for (number, moment) in shown.enumerated() {
        let when = momentsAsColumns || shown.count == 1 ? "" : moment?.title ?? ""
        let name = [names.label(telling, at: point), when].filter { !$0.isEmpty }
        let column = momentsAsColumns ? number : place(columns, of: point, among: columnPlaces)
        guard let read = (moment ?? .end).resolved(source.records.points[point]?.stageEnds ?? []) else { continue }
        let cell = ArrayPanels.Cell(moment: read, name: name.joined(separator: ", "), number: names.number(of: family, at: point))
        // The target of many points is one line.
        drawn[row][column] += series(cell).filter { $0.part == .result || !drawn[row][column].contains($0) }
      }
    }
    let panels = drawn.enumerated().flatMap { row, line in
      line.enumerated().map { PlotData.Panel(row: row, column: $0, series: $1) }
    }
    return .plot(
      PlotData(
        style: style, x: x, y: y, panels: panels,
        columnTitles: momentsAsColumns ? moments.map(\.title) : columnPlaces.map { title(columns, $0) },
        rowTitles: rowPlaces.map { title(rows, $0) },
        family: family.map { PlotAxisData(names.grid.axes[$0].name) }))
  }

  /// Which of the places that have rows or columns a point stands at; 0 where there is no axis.
  private func place(_ axis: Int?, of point: Int, among places: [Int]) -> Int {
    axis.flatMap { places.firstIndex(of: site.names.grid.points[point][$0]) } ?? 0
  }

  /// The values of an axis that occur among points; one place where there is no axis.
  private func places(_ axis: Int?, _ points: [Int]) -> [Int] {
    guard let axis else { return [0] }
    let used = points.map { site.names.grid.points[$0][axis] }
    return site.names.grid.axes[axis].values.indices.filter(used.contains)
  }

  private func title(_ axis: Int?, _ place: Int) -> String {
    axis.map { "\(site.names.grid.axes[$0].name) = \(site.names.grid.axes[$0].values[place].text)" } ?? ""
  }
}
