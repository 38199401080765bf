import ArgumentParser
import Constructs
import ExperimentGraph
import Kernels
import Results
import Runtime

/// `condensespec plan`: what a run will cost, before it runs.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Say what a run costs: parameters, operations, memory, bundle size, time; runs a few steps on empty data to know the time.")

  @OptionGroup var spec: SpecOptions
  @OptionGroup var execution: ExecutionOptions

  func run() throws {
    let reader = try spec.readOrFail()
    let options = try execution.resolved()
    if let sweep = reader.sweep {
      try plan(sweep, options)
      return
    }
    guard let experiment = reader.graph else { preconditionFailure("a spec without errors has a graph") }
    if experiment.measuresOnly {
      let json: CanonicalJSON = ["points": 1, "operations": 0]
      Console.out(spec.json ? json.prettyText : "nothing is trained, no tensor is made\n")
      return
    }
    if !experiment.stages.isEmpty {
      try plan(experiment.stages, options)
      return
    }
    let estimate = RunEstimate(experiment, ExperimentPrograms(experiment))
    try checkMemory(estimate.memoryBytes, options)
    let time = estimate.time(instructionSet: options.instructionSet, threads: options.threads, clock: { Computer.seconds })
    Console.out(spec.json ? json(estimate, time).prettyText : text(estimate, time, options))
  }

  /// Refuses what needs more memory than there is, as `run` would.
  private func checkMemory(_ bytes: Int, _ options: RunOptions) throws(CommandFailure) {
    guard bytes > options.availableMemory else { return }
    throw CommandFailure(.failed, "error: \(RunFailure.memory(needed: bytes, available: options.availableMemory))")
  }

  private func text(_ estimate: RunEstimate, _ time: RunEstimate.Time, _ options: RunOptions) -> String {
    let rows = [
      ("points", "1"),
      ("parameters", "\(estimate.parameterCount)"),
      ("steps", "at most \(estimate.maximumSteps), \(estimate.stepsPerEpoch) an epoch"),
      ("operations", "\(Self.count(estimate.operationsPerStep)) a step, \(Self.count(estimate.operations)) in all"),
      ("memory", estimate.memoryBytes.asBytes),
      ("bundle", "about \(estimate.bundleBytes.asBytes)"),
      ("time", "\(Self.duration(time)) on \(options.workers) (\(options.instructionSet.rawValue))"),
    ]
    return rows.map { $0.0.padded(to: 12) + $0.1 }.joined(separator: "\n") + "\n"
  }

  private func json(_ estimate: RunEstimate, _ time: RunEstimate.Time) -> CanonicalJSON {
    [
      "points": 1, "parameters": .integer(estimate.parameterCount), "maximum_steps": .integer(estimate.maximumSteps),
      "steps_per_epoch": .integer(estimate.stepsPerEpoch), "operations_per_step": .integer(estimate.operationsPerStep),
      "operations": .integer(estimate.operations), "memory_bytes": .integer(estimate.memoryBytes),
      "bundle_bytes": .integer(estimate.bundleBytes), "seconds": .number(time.seconds),
      "is_at_least": .bool(time.isLeast),
    ]
  }

  /// Stages one after another. What a search for a critical point takes depends on where it is, so that its time is at least what is
  /// said.
  private func plan(_ stages: [StagePart], _ options: RunOptions) throws(CommandFailure) {
    var rows: [(String, String)] = []
    var parts: [CanonicalJSON] = []
    for stage in stages {
      let estimate = RunEstimate(stage.experiment, ExperimentPrograms(stage.experiment))
      try checkMemory(estimate.memoryBytes, options)
      var time = estimate.time(instructionSet: options.instructionSet, threads: options.threads, clock: { Computer.seconds })
      if case .criticalPoint = stage.action { time = RunEstimate.Time(seconds: time.seconds, isLeast: true) }
      rows.append(
        (stage.name,
          "\(stage.kind), \(estimate.parameterCount) parameters, at most \(stage.maximumSteps) step\(stage.maximumSteps == 1 ? "" : "s"), "
            + "\(estimate.memoryBytes.asBytes), \(Self.duration(time))"))
      parts.append(
        [
          "name": .string(stage.name), "kind": .string(stage.kind), "parameters": .integer(estimate.parameterCount),
          "maximum_steps": .integer(stage.maximumSteps), "memory_bytes": .integer(estimate.memoryBytes), "seconds": .number(time.seconds),
          "is_at_least": .bool(time.isLeast),
        ])
    }
    if spec.json {
      Console.out((["points": 1, "stages": .array(parts)] as CanonicalJSON).prettyText)
      return
    }
    let width = max(12, (rows.map(\.0.count).max() ?? 0) + 2)
    Console.out(rows.map { $0.0.padded(to: width) + $0.1 }.joined(separator: "\n") + "\n")
  }

  private func plan(_ sweep: SweepExperiment, _ options: RunOptions) throws(CommandFailure) {
    let estimate = SweepEstimate(sweep.points.map(\.graph), options, clock: { Computer.seconds })
    try checkMemory(estimate.memoryBytes, options)
    let (least, most) = (estimate.parameters.lowerBound, estimate.parameters.upperBound)
    if spec.json {
      let json: CanonicalJSON = [
        "points": .integer(estimate.points), "fewest_parameters": .integer(least), "most_parameters": .integer(most),
        "operations": .number(estimate.operations), "memory_bytes": .integer(estimate.memoryBytes),
        "bundle_bytes": .number(estimate.bundleBytes), "seconds": .number(estimate.seconds),
        "is_at_least": .bool(estimate.isLeast),
      ]
      Console.out(json.prettyText)
      return
    }
    let time = RunEstimate.Time(seconds: estimate.seconds, isLeast: estimate.isLeast)
    let rows = [
      ("points", "\(estimate.points)"), ("parameters", least == most ? "\(least)" : "\(least) to \(most)"),
      ("operations", "\(Self.count(estimate.operations)) in all"), ("memory", estimate.memoryBytes.asBytes),
      ("bundles", "about \(Int(estimate.bundleBytes).asBytes)"),
      ("time", "\(Self.duration(time)) on \(options.workers) (\(options.instructionSet.rawValue)), if no rule ends a point early"),
    ]
    Console.out(rows.map { $0.0.padded(to: 12) + $0.1 }.joined(separator: "\n") + "\n")
  }

  /// `3.2 G` for 3,200,000,000.
  private static func count(_ value: Int) -> String { count(Double(value)) }

  private static func count(_ value: Double) -> String {
    var number = value
    var unit = 0
    let units = ["", " k", " M", " G", " T", " P", " E"]
    while number >= 1000, unit + 1 < units.count {
      number /= 1000
      unit += 1
    }
    return "\((number * 10).rounded() / 10)\(units[unit])"
  }

  private static func duration(_ time: RunEstimate.Time) -> String {
    let seconds = time.seconds
    // Only a search for a critical point takes an unknown time that may be short.
    if seconds < 0.1 { return time.isLeast ? "as long as the search takes" : "0.1 s or less" }
    let about = time.isLeast ? "at least" : "about"
    if seconds < 90 { return "\(about) \((seconds * 10).rounded() / 10) s" }
    if seconds < 5400 { return "\(about) \((seconds / 6).rounded() / 10) min" }
    return "\(about) \((seconds / 360).rounded() / 10) h"
  }
}
