import ExperimentGraph
import Results

/// Writes what was recorded: tables, arrays, digests.
func write(
  _ records: RunRecords, of experiment: ExperimentGraph, _ writer: inout BundleWriter
) throws(ResultsFailure) {
  if !experiment.metrics.isEmpty {
    try writer.write(table(experiment.metrics.map(\.name), records.metrics, records), to: .metrics)
  }
  for (probe, record) in zip(experiment.probes, records.probes) {
    try writer.write(
      table(probe.columns, record.rows, records), to: .probeTable(probe.name).classed(probe.artifactClass))
    // With stages, arrays were written as each ended.
    for (array, values) in zip(probe.arrays, record.arrays) where !values.isEmpty && records.stageEnds.isEmpty {
      let shape = [record.rows.count] + array.shape.dimensions
      try writer.write(NumericArray(values, shape: shape), to: .probeArray(probe.name, array.name).classed(probe.artifactClass))
    }
  }
  let lines = records.trace.map { Trace.line(step: $0.step, tensor: $0.tensor, digest: $0.digest) }
  try writer.write(Trace.heading + lines.joined(), to: .trace)
}

extension ExperimentGraph {
  /// The class of claims.json: it quotes what claims read, so it is as near in two runs as the least exact probe that one of them reads.
  var claimsClass: ArtifactClass {
    let read = claims.flatMap(\.reads)
    let tolerances = probes.filter { probe in probe.readNames.contains(where: read.contains) }.compactMap(\.tolerance)
    return loosest(tolerances)
  }
}

/// The class of a file made of what probes of these tolerances gave: exact where there are none.
func loosest(_ tolerances: [ProbeTolerance]) -> ArtifactClass {
  guard let first = tolerances.first else { return .exact }
  let loosest = tolerances.reduce(Tolerance(first)) { found, next in
    Tolerance(absolute: max(found.absolute, next.absolute), relative: max(found.relative, next.relative))
  }
  return .tolerance(loosest)
}

extension Tolerance {
  fileprivate init(_ tolerance: ProbeTolerance) { self.init(absolute: tolerance.absolute, relative: tolerance.relative) }
}

extension ProbeContent {
  /// The class of its files.
  var artifactClass: ArtifactClass {
    loosest(tolerance.map { [$0] } ?? [])
  }
}

private func table(_ columns: [String], _ rows: [RunRecords.Row], _ records: RunRecords) -> String {
  let lines = rows.map { row in
    let stage = records.stage(of: row).map { [CSVRow.Cell.text($0)] } ?? []
    return CSVRow([.integer(row.step)] + stage + row.values.map { .number($0) }).line
  }
  return CSVRow.heading(["step"] + (records.stageEnds.isEmpty ? [] : ["stage"]) + columns) + lines.joined()
}

/// The outcome of every claim, as claims.json has it.
func claims(_ records: RunRecords, of experiment: ExperimentGraph) -> CanonicalJSON {
  let series = records.series(experiment)
  return .array(
    experiment.claims.map { claim in
      // A claim without a target is written as before there were any.
      claim.evaluate(series).json(claim.statement, beside: claim.statement.target.map { [("target", $0.json)] } ?? [])
    })
}

extension ClaimOutcome {
  /// As claims.json has it, with the claim it is the outcome of.
  /// - Parameter others: further members.
  func json(_ statement: ClaimStatement, beside others: [(String, CanonicalJSON)]) -> CanonicalJSON {
    .object(
      [
        ("name", .string(statement.name)), ("text", .string(statement.text)), ("verdict", .string(verdict.rawValue)),
        ("margin", margin.map { .number($0) } ?? .null), ("kind", statement.kind.map { .string($0.rawValue) } ?? .null),
        ("source", statement.source.map { .string($0) } ?? .null),
        ("evidence", .array(evidence.map { ["text": .string($0.text), "value": $0.value.json] })),
      ] + others + (statement.notReproduced.map { [("not_reproduced", .string($0))] } ?? []))
  }
}

extension ClaimOutcome.Evidence.Value {
  fileprivate var json: CanonicalJSON {
    switch self {
    case .number(let x): .number(x)
    case .list(let xs): .array(xs.map { .number($0) })
    }
  }

  /// Reads what `json` wrote; not a number where there is nothing of the kind.
  init(json: CanonicalJSON?) {
    if let xs = json?.elements {
      self = .list(xs.map { $0.double ?? .nan })
    } else {
      self = .number(json?.double ?? .nan)
    }
  }

  /// Its numbers as a reader is shown them, each by `shown`.
  func text(_ shown: (Double) -> String) -> String {
    switch self {
    case .number(let x): shown(x)
    case .list(let xs): "[" + xs.map(shown).joined(separator: ", ") + "]"
    }
  }
}

extension ClaimTarget {
  /// As claims.json has it.
  var json: CanonicalJSON { ["value": .number(value), "within": .number(tolerance), "of": .string(text)] }
}
