import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics

/// Rows of values for some axes: what one part of `sweep:` contributes.
private struct AxisBlock {
  let names: [Located<String>]
  let rows: [[AxisValue]]
}

extension SweepSpec {
  /// The axes and the points, in a fixed order: the first axis changes slowest. Reports what makes no sweep and returns nil.
  func points(at range: SourceRange, _ diagnostics: inout Diagnostics) -> SweepGrid? {
    var blocks: [AxisBlock] = []
    for axis in grid {
      guard let values = axis.value.value.values(at: axis.value.range, &diagnostics) else { return nil }
      blocks.append(AxisBlock(names: [axis.name], rows: values.map { [$0.value] }))
    }
    for block in [zipped(&diagnostics), listed(&diagnostics), random.flatMap { $0.block(&diagnostics) }] {
      if let block { blocks.append(block) }
    }
    guard !diagnostics.hasErrors else { return nil }
    let names = blocks.flatMap(\.names)
    guard !names.isEmpty else {
      diagnostics.report(
        Diagnostic(.emptySweep, "the sweep has no axis", at: range, help: "add `grid: {seed: {range: [1, 5]}}`, or leave `sweep` out"))
      return nil
    }
    guard areDistinct(names, &diagnostics) else { return nil }
    guard let rows = product(blocks, &diagnostics) else { return nil }
    let kept = inRegion(rows, names.map(\.value), &diagnostics)
    guard let kept, !kept.isEmpty else { return nil }
    return Self.grid(names, kept)
  }

  private func zipped(_ diagnostics: inout Diagnostics) -> AxisBlock? {
    guard let first = zip.first else { return nil }
    var columns: [[AxisValue]] = []
    for axis in zip {
      guard let values = axis.value.value.values(at: axis.value.range, &diagnostics) else { return nil }
      columns.append(values.map(\.value))
      if values.count != columns[0].count {
        diagnostics.report(
          Diagnostic(
            .outOfRange, "axes of `zip` move together: `\(axis.name.value)` has \(values.count) values and "
              + "`\(first.name.value)` has \(columns[0].count)", at: axis.value.range,
            related: [Label(first.value.range, "\(columns[0].count) values")]))
        return nil
      }
    }
    let rows = columns[0].indices.map { row in columns.map { $0[row] } }
    return AxisBlock(names: zip.map(\.name), rows: rows)
  }

  private func listed(_ diagnostics: inout Diagnostics) -> AxisBlock? {
    guard let first = list.first else { return nil }
    let names = first.map(\.name)
    var rows: [[AxisValue]] = []
    for point in list {
      var row: [AxisValue] = []
      for name in names {
        guard let found = point.first(where: { $0.name.value == name.value }) else {
          let range = point.first?.name.range ?? name.range
          diagnostics.report(
            Diagnostic(
              .missingKey, "every point of `list` gives the same axes; this one has no `\(name.value)`", at: range,
              related: [Label(name.range, "given here")]))
          return nil
        }
        guard let value = found.value.axisValue(&diagnostics) else { return nil }
        row.append(value)
      }
      if let extra = point.first(where: { item in !names.contains { $0.value == item.name.value } }) {
        diagnostics.report(
          Diagnostic(
            .unknownAxis, "every point of `list` gives the same axes; the first has no `\(extra.name.value)`",
            at: extra.name.range, help: spellingHelp(for: extra.name.value, among: names.map(\.value))))
        return nil
      }
      rows.append(row)
    }
    return AxisBlock(names: names, rows: rows)
  }

  private func areDistinct(_ names: [Located<String>], _ diagnostics: inout Diagnostics) -> Bool {
    for (index, name) in names.enumerated() {
      guard let first = names[..<index].first(where: { $0.value == name.value }) else { continue }
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "the axis `\(name.value)` is given twice", at: name.range,
          related: [Label(first.range, "here too")]))
      return false
    }
    return true
  }

  private func product(_ blocks: [AxisBlock], _ diagnostics: inout Diagnostics) -> [[AxisValue]]? {
    var count = 1
    for block in blocks {
      count = count.multipliedReportingOverflow(by: block.rows.count).partialValue
      guard count <= Limits.sweepPoints else {
        diagnostics.report(
          Diagnostic(
            .outOfRange, "the sweep has more than \(Limits.grouped(Limits.sweepPoints)) points, the most there can be",
            at: block.names[0].range))
        return nil
      }
    }
    return blocks.reduce([[]]) { rows, block in rows.flatMap { row in block.rows.map { row + $0 } } }
  }

  /// The rows where `where` holds.
  private func inRegion(
    _ rows: [[AxisValue]], _ names: [String], _ diagnostics: inout Diagnostics
  ) -> [[AxisValue]]? {
    guard let region else { return rows }
    let words = rows.flatMap { $0 }.compactMap(\.word)
    for name in region.names where !names.contains(name) && !words.contains(name) {
      let near = spellingHelp(for: name, among: names)
      diagnostics.report(
        Diagnostic(
          .unknownAxis, "`where` compares axes, and `\(name)` is none", at: region.range,
          help: near ?? "axes: \(quotedNames(names))"))
      return nil
    }
    let kept = rows.filter { row in region.judge(AxisReader(names: names, row: row)).truth == true }
    if kept.isEmpty {
      diagnostics.report(
        Diagnostic(
          .emptySweep, "`where` leaves no point of the \(Limits.grouped(rows.count)) of the sweep", at: region.range,
          label: "never true"))
    }
    return kept
  }

  private static func grid(_ names: [Located<String>], _ rows: [[AxisValue]]) -> SweepGrid {
    var values = names.map { _ in [AxisValue]() }
    var places: [[AxisValue: Int]] = names.map { _ in [:] }
    var points: [[Int]] = []
    for row in rows {
      var point: [Int] = []
      for (axis, value) in row.enumerated() {
        if places[axis][value] == nil {
          places[axis][value] = values[axis].count
          values[axis].append(value)
        }
        point.append(places[axis][value] ?? 0)
      }
      points.append(point)
    }
    let axes = Swift.zip(names, values).map { SweepAxis(name: $0.value, values: $1, origin: $0.range) }
    return SweepGrid(axes: axes, points: points)
  }
}

extension RandomSpec {
  fileprivate func block(_ diagnostics: inout Diagnostics) -> AxisBlock? {
    var rows: [[AxisValue]] = []
    let streams = axes.map { RandomStream(seed: UInt64(seed), name: "sweep.\($0.name.value)") }
    for index in 0..<count {
      var row: [AxisValue] = []
      for (axis, stream) in zip(axes, streams) {
        guard let value = axis.value.value.value(index, stream, &diagnostics) else { return nil }
        row.append(value)
      }
      rows.append(row)
    }
    return AxisBlock(names: axes.map(\.name), rows: rows)
  }
}

extension AxisValue {
  /// The name, if it is one.
  package var word: String? {
    if case .text(let word) = self { word } else { nil }
  }

  /// The value in an expression.
  var expressionValue: ExpressionValue {
    switch self {
    case .number(let x): .number(x)
    case .text(let word): .text(word)
    }
  }

  /// Canonical text.
  package var text: String { expressionValue.text }
}

/// Reads the axes of one point.
private struct AxisReader: ClaimReader {
  let names: [String]
  let row: [AxisValue]

  func value(of name: String) -> ExpressionValue? {
    if let place = names.firstIndex(of: name) { return row[place].expressionValue }
    return .text(name)
  }

  func call(_ function: String, _ arguments: [SeriesArgument]) -> ExpressionValue? { nil }
}
