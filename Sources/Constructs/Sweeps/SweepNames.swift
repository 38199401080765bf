import ExperimentGraph
import Grammar
import SourceDiagnostics

/// What the names in an expression about many points mean: axes, names of `let` that differ from point to point, summaries, and
/// names that are values of an axis.
struct SweepNames: Sendable {
  let grid: SweepGrid
  /// Names of `let` that differ from point to point, each with the places of the axes it may depend on.
  let lets: [String]
  /// For each point the values of `lets`.
  let values: [[ExpressionValue]]
  /// Summaries in the order in which they are computed; those not yet lowered are missing.
  var summaries: [SummaryContent] = []

  /// Names that are values of an axis.
  var words: [String] { grid.axes.flatMap { $0.values.compactMap(\.word) } }

  /// A summary and one of its columns by the name an expression uses.
  func summary(_ name: String) -> (content: SummaryContent, column: Int)? {
    for content in summaries {
      if content.name == name { return (content, 0) }
      guard name.hasPrefix(content.name + ".") else { continue }
      if let column = content.columns.firstIndex(of: String(name.dropFirst(content.name.count + 1))) { return (content, column) }
    }
    return nil
  }

  /// Whether a name is known before the run: an axis, a value of one, or a name of `let`.
  func isKnownBefore(_ name: String) -> Bool {
    grid.axis(name) != nil || lets.contains(name) || words.contains(name)
  }

  /// Every name that has a meaning here, for suggestions.
  var known: [String] {
    grid.axes.map(\.name) + lets
      + summaries.flatMap { summary in
        summary.columns.map { $0 == "value" ? summary.name : "\(summary.name).\($0)" }
      }
  }

  /// Places of the axes by which the readings of an expression can differ, ascending.
  func axes(of expression: BoundExpression) -> [Int] {
    var found: [Int] = []
    for read in expression.reads() {
      if read.function != nil {
        found += grid.axes.indices
      } else if let axis = grid.axis(read.series.name) {
        found.append(axis)
      } else if let summary = summary(read.series.name) {
        found += summary.content.axes
      } else if !words.contains(read.series.name) {
        // A name of `let`, or something recorded once: it may differ everywhere.
        found += grid.axes.indices
      }
    }
    return grid.axes.indices.filter(found.contains)
  }

  /// The values of the axes at a place of some of them: `gamma = 0.9, m = 1000`.
  func place(_ axes: [Int], _ cell: [Int]) -> String {
    zip(axes, cell).map { "\(grid.axes[$0].name) = \(grid.axes[$0].values[$1].text)" }.joined(separator: ", ")
  }
}

/// Reads at one point of a sweep: the axes, the point's own names, summaries at its cell, and what it recorded.
struct PointReader: ClaimReader {
  let names: SweepNames
  let records: SweepRecords?
  let point: Int

  func value(of name: String) -> ExpressionValue? {
    if let axis = names.grid.axis(name) { return names.grid.value(axis, at: point).expressionValue }
    if let place = names.lets.firstIndex(of: name) { return names.values[point][place] }
    if let found = names.summary(name) {
      guard let table = records?.summary(found.content.name), let cell = table.space.cell(at: point, of: names.grid) else { return nil }
      return .number(table.rows[cell][found.column])
    }
    if names.words.contains(name) { return .text(name) }
    return recorded?.value(of: name)
  }

  func call(_ function: String, _ arguments: [SeriesArgument]) -> ExpressionValue? {
    recorded?.call(function, arguments)
  }

  private var recorded: RecordedReader? {
    records?.points[point].map { RecordedReader(series: $0) }
  }
}
