extension SweepContent {
  /// What is said about all points, as text, above the graph of one of them.
  /// - Parameter point: the experiment of a point, and what its point is called.
  package func text(above point: ExperimentGraph, label: String) -> String {
    var lines = ["sweep       \(grid.points.count) points"]
    for axis in grid.axes {
      let values = axis.values.prefix(8).map(\.shown).joined(separator: ", ")
      lines.append("axis        \(axis.name): \(values)\(axis.values.count > 8 ? ", … (\(axis.values.count) values)" : "")")
    }
    for summary in summaries {
      let by = summary.axes.map { grid.axes[$0].name }.joined(separator: ", ")
      lines.append("summary     \(summary.name)  \(summary.text)\(by.isEmpty ? "" : "  by \(by)")")
    }
    for claim in claims { lines.append("claim       \(claim.statement.name)  \(claim.statement.summary)") }
    return lines.joined(separator: "\n") + "\n\nthe first point: \(label)\n\n" + point.rendered(as: .text)
  }
}

extension AxisValue {
  fileprivate var shown: String {
    switch self {
    case .number(let x): x == x.rounded() && x.magnitude < 1e15 ? "\(Int(x))" : "\(x)"
    case .text(let word): word
    }
  }
}
