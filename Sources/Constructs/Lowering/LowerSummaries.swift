import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Lowers what a sweep says about all of its points: names are judged against the axes, the summaries and what the points record.
struct SweepLowering {
  var names: SweepNames
  /// Summaries that are wrong, which has been reported: what reads them stays silent.
  private(set) var broken: [String] = []
  /// What the points record, one plan for each form that the document takes.
  let plans: [RecordingPlan]
  /// Datasets and probes by name, for the right kind of message.
  let datasets: [String]
  /// Whether expressions may read lists: figures draw numbers, and no list is kept for them.
  var readsLists = true

  init(_ names: SweepNames, plans: [RecordingPlan], datasets: [String]) {
    self.names = names
    self.plans = plans
    self.datasets = datasets
  }

  /// Whether everything an expression reads exists; reports what does not.
  func check(_ expression: BoundExpression, _ diagnostics: inout Diagnostics) -> Bool {
    var isSound = true
    for read in expression.reads() where !check(read, &diagnostics) { isSound = false }
    return isSound && someAccepts(&diagnostics) { $0.checkEpochs(expression.expression, &$1) } && checkLists(expression, &diagnostics)
  }

  /// Whether lists stand only where lists can, in every form of the document that records what the expression reads: a point whose lists
  /// are of another length would compare what is not alike. Reports what is wrong in the first such form.
  private func checkLists(_ expression: BoundExpression, _ diagnostics: inout Diagnostics) -> Bool {
    let recorded = expression.reads().map(\.series.name).filter { name in plans.contains { $0[name] != nil } }
    let concerned = plans.filter { plan in recorded.allSatisfy { plan[$0] != nil } }
    // Where no form records everything, the first says what it lacks.
    for plan in concerned.isEmpty ? Array(plans.prefix(1)) : concerned where !plan.checkLists(expression.expression, &diagnostics) {
      return false
    }
    return true
  }

  private func check(_ read: SeriesRead, _ diagnostics: inout Diagnostics) -> Bool {
    let name = read.series.name
    if broken.contains(where: { name == $0 || name.hasPrefix($0 + ".") }) { return false }
    if names.isKnownBefore(name) || names.summary(name) != nil {
      guard let function = read.function else { return true }
      let what = names.summary(name) != nil ? "a summary" : names.words.contains(name) ? "a value of an axis" : "known before the run"
      diagnostics.report(
        Diagnostic(
          .wrongExpressionType, "`\(function)` reads something recorded; `\(name)` is \(what)", at: read.series.range,
          help: "use a summary, such as `{\(function == "max" || function == "min" ? function : "mean"): {of: \(name)}}`"))
      return false
    }
    if !readsLists, plans.contains(where: { $0[name].map { $0.form != .number } ?? false }) {
      diagnostics.report(
        Diagnostic(
          .wrongExpressionType, "a figure draws numbers, and `\(name)` is a list at each moment", at: read.range,
          help: "let a summary make a number of it"))
      return false
    }
    return someAccepts(&diagnostics) { plan, diagnostics in
      plan.check(read, beside: names.known, datasets: datasets, &diagnostics)
    }
  }

  /// Whether one of the forms of the document records what is asked for; otherwise reports what the first has to say. (A variant
  /// may have probes of its own.)
  private func someAccepts(
    _ diagnostics: inout Diagnostics, _ accepts: (RecordingPlan, inout Diagnostics) -> Bool
  ) -> Bool {
    for plan in plans {
      var unseen = Diagnostics()
      if accepts(plan, &unseen) { return true }
    }
    return plans.first.map { accepts($0, &diagnostics) } ?? true
  }

  /// Summaries in an order in which each stands behind those it reads. Reports cycles, unknown names and unknown axes.
  mutating func lower(_ summaries: [Named<SummarySpec>], _ diagnostics: inout Diagnostics) -> [SummaryContent]? {
    var waiting = summaries
    for summary in summaries {
      guard let other = meaning(of: summary.name.value) else { continue }
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "the summary `\(summary.name.value)` is called like \(other)", at: summary.name.range,
          help: "give it another name"))
      broken.append(summary.name.value)
    }
    waiting.removeAll { broken.contains($0.name.value) }
    while !waiting.isEmpty {
      let next = waiting.firstIndex { candidate in
        !waiting.contains { other in
          other.name.value != candidate.name.value && candidate.value.reads(other.name.value)
        } && !candidate.value.reads(candidate.name.value)
      }
      guard let next else {
        let cycle = waiting.map { "`\($0.name.value)`" }.joined(separator: ", ")
        diagnostics.report(
          Diagnostic(.summaryCycle, "summaries need one another: \(cycle)", at: waiting[0].name.range))
        broken += waiting.map(\.name.value)
        return nil
      }
      let chosen = waiting.remove(at: next)
      if let content = lower(chosen, &diagnostics) {
        names.summaries.append(content)
      } else {
        broken.append(chosen.name.value)
      }
    }
    return broken.isEmpty ? names.summaries : nil
  }

  /// What a name means already, so that a summary of that name would hide it; nil if nothing.
  private func meaning(of name: String) -> String? {
    if names.grid.axis(name) != nil { return "an axis" }
    if names.words.contains(name) { return "a value of an axis" }
    if names.lets.contains(name) { return "a name of `let`" }
    if datasets.contains(name) { return "a dataset" }
    return plans.contains { $0.recorded.contains { $0.name == name || $0.name.hasPrefix(name + ".") } } ? "a probe" : nil
  }

  private func lower(_ spec: Named<SummarySpec>, _ diagnostics: inout Diagnostics) -> SummaryContent? {
    let component = spec.value.component
    let summary = component.value
    let group = summary.group
    var isSound = true
    for expression in spec.value.expressions where !check(expression, &diagnostics) {
      isSound = false
    }
    var over: [Int] = []
    var by: [Int] = []
    for name in group.over { if let axis = axis(name, &diagnostics) { over.append(axis) } else { isSound = false } }
    for name in group.by { if let axis = axis(name, &diagnostics) { by.append(axis) } else { isSound = false } }
    guard isSound else { return nil }

    let read = spec.value.expressions.flatMap { names.axes(of: $0) }
    let inputs = names.grid.axes.indices.filter { read.contains($0) || by.contains($0) }
    let kept: [Int]
    if group.reducesNothing {
      kept = inputs
    } else if !by.isEmpty {
      kept = by.sorted()
    } else {
      kept = over.isEmpty ? [] : inputs.filter { !over.contains($0) }
    }
    let evaluation = SummaryEvaluation(summary: summary, names: names, inputs: inputs, kept: kept)
    return SummaryContent(
      name: spec.name.value, text: component.text, axes: kept, columns: ["value"] + summary.furtherColumns,
      countsDimensions: countsDimensions(summary.readings), origin: spec.name.range, evaluate: { evaluation.table($0) })
  }

  /// Whether expressions read ranks, optimistic sample sizes or counts of eigenvalues, themselves or through summaries before them.
  func countsDimensions(_ expressions: [BoundExpression]) -> Bool {
    expressions.flatMap { $0.reads() }.map(\.series.name).contains { name in
      names.summary(name)?.content.countsDimensions ?? plans.contains { $0[name]?.countsDimensions ?? false }
    }
  }

  /// The place of an axis by its name; reports a name that is none.
  func axis(_ name: Located<String>, _ diagnostics: inout Diagnostics) -> Int? {
    if let place = names.grid.axis(name.value) { return place }
    let known = names.grid.axes.map(\.name)
    diagnostics.report(
      Diagnostic(
        .unknownAxis, "the sweep has no axis `\(name.value)`", at: name.range,
        help: spellingHelp(for: name.value, among: known) ?? "axes: \(quotedNames(known))"))
    return nil
  }
}

extension ClaimSpec {
  /// What it is judged by.
  var expressions: [BoundExpression] { [expect, region].compactMap(\.self) }
}

extension SummarySpec {
  /// What it is computed of.
  var expressions: [BoundExpression] { component.value.readings + [component.value.group.region].compactMap(\.self) }

  /// Whether it reads a summary of that name.
  fileprivate func reads(_ name: String) -> Bool {
    expressions.contains { expression in
      expression.names.contains { $0 == name || $0.hasPrefix(name + ".") }
    }
  }
}

/// Computes the table of a summary.
private struct SummaryEvaluation: Sendable {
  let summary: any Summary
  let names: SweepNames
  /// Axes by which the readings differ.
  let inputs: [Int]
  /// Axes by which the result differs.
  let kept: [Int]

  func table(_ records: SweepRecords) -> SummaryTable {
    let cells = CellSpace(names.grid, by: inputs)
    let takesPart = cells.representatives.map { point in
      summary.group.region.map { $0.judge(PointReader(names: names, records: records, point: point)).truth } ?? true
    }
    let space = CellSpace(names.grid, by: kept) { point in
      cells.cellOfPoint[point].map { takesPart[$0] != false } ?? false
    }
    var rows = [[[Double]]](repeating: [], count: space.cells.count)
    var isWhole = [Bool](repeating: true, count: space.cells.count)
    for (cell, point) in cells.representatives.enumerated() {
      guard let target = space.cellOfPoint[point], takesPart[cell] != false else { continue }
      let reader = PointReader(names: names, records: records, point: point)
      let values = summary.readings.map { $0.numberRead(by: reader) }
      rows[target].append(values)
      if takesPart[cell] == nil || values.contains(where: \.isNaN) { isWhole[target] = false }
    }
    let columns = ["value"] + summary.furtherColumns
    let results = zip(rows, isWhole).map { rows, isWhole in
      isWhole ? summary.reduce(rows) : columns.map { _ in Double.nan }
    }
    return SummaryTable(space: space, columns: columns, rows: results, counts: rows.map(\.count))
  }
}

extension BoundExpression {
  /// Its number at a point, 1 and 0 for a truth; NaN when it cannot be said.
  func numberRead(by reader: PointReader) -> Double {
    switch value(reader) {
    case .number(let x)?: x
    case .truth(let holds)?: holds ? 1 : 0
    case .list?, .text?, nil: .nan
    }
  }
}
