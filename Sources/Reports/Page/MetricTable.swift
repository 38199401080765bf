/// Recorded metrics: one row for each recorded step.
package struct MetricTable: Sendable, Equatable {
  /// Dotted names, without `step`.
  package let columns: [String]
  /// Steps, ascending.
  package let steps: [Int]
  /// One row for each step, one value for each column.
  package let rows: [[Double]]
  /// The stage of each row; empty where there is one stage.
  package let stages: [String]

  /// - Precondition: as many rows as steps, each as long as `columns`, and as many stages unless there are none.
  package init(columns: [String], steps: [Int], rows: [[Double]], stages: [String] = []) {
    precondition(stages.isEmpty || stages.count == steps.count, "a metric table names the stage of each row or of none")
    precondition(steps.count == rows.count, "a metric table has one row for each step")
    precondition(rows.allSatisfy { $0.count == columns.count }, "a metric row has one value for each column")
    self.columns = columns
    self.steps = steps
    self.rows = rows
    self.stages = stages
  }

  /// A column as points over steps, for a line chart: one line for each stage, since the next one may begin with another model; none if
  /// there is no such column.
  package func series(_ column: String) -> [DataSeries] {
    guard let index = columns.firstIndex(of: column) else { return [] }
    let points = zip(steps, rows).map { DataPoint(x: Double($0), y: $1[index]) }
    if stages.isEmpty { return [DataSeries(name: column, points: points)] }
    var lines: [(stage: String, points: [DataPoint])] = []
    for (stage, point) in zip(stages, points) {
      if lines.last?.stage != stage { lines.append((stage, [])) }
      lines[lines.count - 1].points.append(point)
    }
    return lines.map { DataSeries(name: "\(column), \($0.stage)", points: $0.points) }
  }

  /// Indices of the rows a reader wants of a long table: the first and last `edge`, and `middle` spread between.
  func selection(edge: Int, middle: Int) -> [Int] {
    let count = steps.count
    guard count > 2 * edge + middle else { return Array(0..<count) }
    let inner = count - 2 * edge
    let spread = (0..<middle).map { edge + ($0 * 2 + 1) * inner / (2 * middle) }
    return Array(0..<edge) + spread + Array(count - edge..<count)
  }
}
