import ExperimentGraph
import Grammar
import SourceDiagnostics

/// What a figure draws.
package protocol FigureKind: Sendable {
  /// Decides what is read; reports and returns nil where a name is unknown.
  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> FigureData)?
}

/// The part under a name of `figures:`.
package struct FigureSpec: Sendable {
  let component: Built<any FigureKind>
  let title: String?

  static let record = Record<FigureSpec>(
    "figure", "A picture of what was recorded.",
    .inline("figure", .built(Figures.family), "What it draws."),
    .maybe("title", .text, "The heading; left out, the title of the spec and the name of the figure.")
  ) { FigureSpec(component: $0, title: $1) }
}

/// Logarithmic axes.
enum FigureAxis: String, CaseIterable, Sendable { case x, y, color }

/// What figures are told when everything else is known: names as summaries and claims have them, and what probes record.
package struct FigureSite: Sendable {
  let lowering: SweepLowering
  /// The experiment of the first point: its probes and datasets stand for those of all.
  let graph: ExperimentGraph

  var names: SweepNames { lowering.names }

  /// The place of an axis by its name; reports a name that is none.
  func axis(_ name: Located<String>, _ diagnostics: inout Diagnostics) -> Int? { lowering.axis(name, &diagnostics) }

  func axes(_ names: [Located<String>], _ diagnostics: inout Diagnostics) -> [Int]? {
    var places: [Int] = []
    for name in names {
      guard let place = axis(name, &diagnostics) else { return nil }
      places.append(place)
    }
    return places
  }

  /// Whether the values of an axis are numbers; reports names.
  /// - Parameters:
  ///   - place: what numbers stand on, such as "a scale".
  ///   - help: where names can stand.
  func hasNumbers(
    _ axis: Int, at range: SourceRange, on place: String, help: String, _ diagnostics: inout Diagnostics
  ) -> Bool {
    guard let word = names.grid.axes[axis].values.compactMap(\.word).first else { return true }
    diagnostics.report(
      Diagnostic(
        .wrongExpressionType, "`\(names.grid.axes[axis].name)` has names as values (`\(word)`), and \(place) has numbers", at: range,
        help: help))
    return false
  }

  /// The probe of a name, and which of several lists of arrays it records, the first that it does; reports one that is not there or
  /// records others.
  /// - Parameter probes: the kinds of probes that record such arrays, for messages.
  func probe(
    _ name: Located<String>, withOneOf kinds: [[String]], by probes: [String], _ diagnostics: inout Diagnostics
  ) -> (probe: ProbeContent, kind: Int)? {
    let fitting = graph.probes.compactMap { probe in
      kinds.firstIndex { $0.allSatisfy { array in probe.arrays.contains { $0.name == array } } }.map { (probe: probe, kind: $0) }
    }
    if let found = fitting.first(where: { $0.probe.name == name.value }) { return found }
    let isThere = graph.probes.contains { $0.name == name.value }
    let drawn = probes.map { "`\($0)`" }.joined(separator: " or ")
    let names = fitting.map(\.probe.name)
    diagnostics.report(
      Diagnostic(
        .unknownProbe,
        isThere
          ? "this draws what a probe \(drawn) records, and `\(name.value)` is another" : "there is no probe called `\(name.value)`",
        at: name.range,
        help: spellingHelp(for: name.value, among: names)
          ?? (names.isEmpty ? "add a probe \(drawn)" : "what can be drawn is \(quotedNames(names))")))
    return nil
  }

  /// The points where a region holds.
  func points(in region: BoundExpression?, _ records: SweepRecords) -> [Int] {
    names.grid.points.indices.filter { point in
      region.map { $0.judge(PointReader(names: names, records: records, point: point)).truth == true } ?? true
    }
  }
}

extension SweepNames {
  /// The axis that tells groups apart by its numbers, of the axes that tell them apart; nil where several do, or names.
  func family(_ axes: [Int]) -> Int? {
    axes.count == 1 && grid.axes[axes[0]].values.allSatisfy { $0.word == nil } ? axes[0] : nil
  }

  /// The number of `family` at a point.
  func number(of family: Int?, at point: Int) -> Double? { family.map { number($0, grid.points[point][$0]) } }

  /// What tells the points of a group apart: `m = 1000`; empty without axes.
  func label(_ axes: [Int], at point: Int) -> String {
    axes.map { "\(grid.axes[$0].name) = \(grid.value($0, at: point).text)" }.joined(separator: ", ")
  }

  /// Places of the axes that tell some points apart, ascending: an axis that follows from those before it, or from axes that
  /// are shown anyway, says nothing more.
  func telling(_ points: [Int], beyond shown: [Int] = []) -> [Int] {
    var chosen: [Int] = []
    for axis in grid.axes.indices where !shown.contains(axis) {
      let known = CellSpace(grid, by: (shown + chosen).sorted(), of: points)
      let varies = points.contains { point in
        known.cellOfPoint[point].map { grid.points[known.representatives[$0]][axis] != grid.points[point][axis] } ?? false
      }
      if varies { chosen.append(axis) }
    }
    return chosen
  }
}
