import CPUFeatures
import ExperimentGraph
import Kernels

/// What a run costs, known before it starts.
package struct RunEstimate: Sendable {
  package let parameterCount: Int
  package let maximumSteps: Int
  package let stepsPerEpoch: Int
  /// Additions, multiplications and function values of one update with a full batch.
  package let operationsPerStep: Int
  /// The same for the whole run, evaluations included.
  package let operations: Int
  /// The most bytes the process holds at once; see `MemoryEstimate`.
  package let memoryBytes: Int
  /// Bytes of the bundle, about.
  package let bundleBytes: Int

  /// Whether so many such runs can be under way at once as there may be for each that computes; `memory` is what one of those may take.
  func isSmall(in memory: Int) -> Bool { memoryBytes - Int(MemoryEstimate.process) <= memory / RunEstimate.underWay }

  /// How many points of a sweep may be under way for each that computes: trained together, or being written.
  static let underWay = 48

  /// Seconds that probes measure, beside the programs.
  private let measuring: Double
  private let programs: ExperimentPrograms
  /// How often programs run over portions of a dataset, beside the updates: the full one of each, and how many times.
  private let portionCounts: [(program: BatchProgram, count: Double)]

  package init(_ experiment: ExperimentGraph, _ programs: ExperimentPrograms) {
    self.programs = programs
    let bounds = experiment.training.bounds
    let parameters = experiment.model.parameters.numberCount
    let recordings = experiment.metricMoments.count(upTo: bounds.maximumSteps)
    let epochs = experiment.training.stop.judgesEpochs && !experiment.judgesByUpdates ? bounds.maximumSteps / bounds.stepsPerEpoch : 0
    let evaluations = programs.evaluations.map { evaluation in
      let recorded = experiment.metrics.contains { $0.dataset == evaluation.dataset } ? recordings : 0
      let count = recorded + (evaluation.dataset == experiment.training.dataset ? epochs : 0)
      return (program: evaluation.programs[0], count: Double(count) * Double(evaluation.portions.portionCount))
    }
    // How often something is computed that probes due at one moment share.
    func count(_ isAsking: (ProbeContent) -> Bool) -> Double {
      let moments = experiment.probes.filter(isAsking).map(\.moments)
      let union = Moments(steps: moments.flatMap(\.steps), atEnd: moments.contains(where: \.atEnd))
      return Double(union.count(upTo: bounds.maximumSteps))
    }
    let passes = programs.passes.map { pass in
      (program: pass.programs[0], count: count { $0.passes(pass.dataset) } * Double(pass.portions.portionCount))
    }
    let jacobians = programs.jacobians.map { jacobian in
      let needs = experiment.probes.flatMap { probe in
        probe.needs.filter { $0.differentiatedDataset == jacobian.dataset }.map { _ in probe.moments.count(upTo: bounds.maximumSteps) }
      }
      return (program: jacobian.program, count: Double(needs.reduce(0, +)) * Double(jacobian.samples))
    }
    let hessians = programs.hessians.map { hessian in
      let columns = count { $0.needs.contains(.hessian(dataset: hessian.dataset)) } * Double(hessian.blocks(order: parameters))
      let steps = experiment.needs.map { need in
        if case .lanczos(hessian.dataset, let steps) = need { count { $0.needs.contains(need) } * Double(steps) } else { 0.0 }
      }
      let runs = hessian.purpose == .matrix ? columns : steps.reduce(0, +)
      return (program: hessian.programs[0], count: runs * Double(hessian.portions.portionCount))
    }
    portionCounts = evaluations + passes + jacobians + hessians
    parameterCount = parameters
    maximumSteps = bounds.maximumSteps
    stepsPerEpoch = bounds.stepsPerEpoch
    operationsPerStep = programs.training[0].program.operations
    let evaluated = portionCounts.reduce(0.0) { $0 + $1.count * Double($1.program.program.operations) }
    operations = Self.whole(Double(operationsPerStep) * Double(bounds.maximumSteps) + evaluated)
    memoryBytes = Self.whole(MemoryEstimate(experiment, programs).bytes)
    let checkpoints = Double(experiment.checkpoints.count(upTo: bounds.maximumSteps))
    let probes = experiment.probes.reduce(0.0) { sum, probe in
      let numbers = Double(probe.columns.count) * 20 + probe.arrays.reduce(0.0) { $0 + 8 * Double($1.shape.count) }
      return sum + Double(probe.moments.count(upTo: bounds.maximumSteps)) * numbers
    }
    measuring = experiment.probes.reduce(0) { $0 + Double($1.moments.count(upTo: bounds.maximumSteps)) * $1.workingSeconds }
    let parameterBytes = Double(parameters) * Double(experiment.precision.bytes)
    let initialBytes = experiment.comparedWithStart.reduce(0.0) { $0 + Double(programs.slot($1).bytes) }
    // A new snapshot stands beside the last one for a moment; it holds the optimizer's state as well.
    let snapshots = 2 * (parameterBytes * Double(1 + experiment.training.optimizer.stateNames.count) + initialBytes)
    // A row of metrics.csv and one of trace.csv for each parameter are about 100 bytes; page and figures about 200 kB.
    let rows = Double(recordings) * (100 + 60 * Double(experiment.model.parameters.count))
    bundleBytes = Self.whole(checkpoints * parameterBytes + snapshots + probes + rows + 200_000)
  }

  /// A count as an integer; the largest that a double can say without doubt where it is larger.
  private static func whole(_ count: Double) -> Int { Int(min(count, 0x1p62)) }

  /// Seconds the run will take.
  package struct Time: Sendable {
    package let seconds: Double
    /// Whether that is what the processor could do at its best, not a measurement.
    package let isLeast: Bool

    package init(seconds: Double, isLeast: Bool) {
      self.seconds = seconds
      self.isLeast = isLeast
    }
  }

  /// Operations of a program that is too long to be run only to know its time: more than a second of one processor.
  private static let longest = 100_000_000_000

  /// How long the run will take, from a few runs of each program on zeros: arithmetic takes the same time on any numbers.
  /// - Parameter secondsOfUpdate: what an update takes where it is made together with those of others.
  package func time(
    instructionSet: InstructionSet, threads: Int, secondsOfUpdate: Double? = nil, clock: () -> Double
  ) -> Time {
    let updates = (program: programs.training[0], count: secondsOfUpdate == nil ? Double(maximumSteps) : 0)
    let parts = [updates] + portionCounts
    if let longest = parts.map(\.program.program.operations).max(), longest > Self.longest {
      let rate = Double(threads) * Self.peak(instructionSet, float64: programs.plan.layout.precision == .float64, clock)
      let seconds = parts.reduce(0) { $0 + $1.count * Double($1.program.program.operations) / rate }
      return Time(seconds: seconds + measuring, isLeast: true)
    }
    let machine = Machine(
      instructionSet: instructionSet, threads: threads, scratchBytes: programs.plan.scratchBytes)
    let arena = Arena(byteCount: programs.plan.arenaBytes)
    arena.write(programs.plan.constants, at: programs.plan.constantsOffset)
    var memory = BoundPrograms()
    let measured = parts.filter { $0.count > 0 }.reduce(0) { sum, part in
      let bound = memory.bind(part.program.program.instructions[...], on: machine, in: arena)
      return sum + part.count * shortestTime(clock) { machine.run(bound, in: arena) }
    }
    return Time(seconds: measured + measuring + Double(maximumSteps) * (secondsOfUpdate ?? 0), isLeast: false)
  }

  /// Operations of one processor in a second, at its best.
  private static func peak(_ instructionSet: InstructionSet, float64: Bool, _ clock: () -> Double) -> Double {
    let begin = clock()
    let operations = instructionSet.runPeakLoop(float64: float64, length: 1_000_000)
    return Double(operations) / max(clock() - begin, 1e-9)
  }
}

/// Seconds of some work: the shortest of a few times.
func shortestTime(_ clock: () -> Double, of work: () -> Void) -> Double {
  // Once to have everything in place; then for about a millisecond, since small programs take less than the clock tells.
  var (shortest, count) = (Double.infinity, 1)
  for _ in 0..<4 {
    let begin = clock()
    for _ in 0..<count { work() }
    let seconds = (clock() - begin) / Double(count)
    shortest = min(shortest, seconds)
    // What takes long need not be looked at twice.
    if seconds > 0.5 { break }
    count = max(1, min(10_000, Int(0.001 / max(seconds, 1e-9))))
  }
  return shortest
}
