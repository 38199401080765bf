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
  /// Bytes the run holds at once: the arena, and the copies of parameters and optimizer state that a snapshot makes.
  package let memoryBytes: Int
  /// Bytes of the bundle, about.
  package let bundleBytes: Int

  private let programs: ExperimentPrograms
  /// How often each evaluation is done, in the order of the programs' evaluations.
  private let evaluationCounts: [Int]

  package init(_ experiment: ExperimentGraph, _ programs: ExperimentPrograms) {
    self.programs = programs
    let bounds = experiment.training.bounds
    let parameters = experiment.model.parameters.reduce(0) { $0 + $1.shape.count }
    let recordings = experiment.metricMoments.count(upTo: bounds.maximumSteps)
    let epochs = experiment.training.stop.judgesEpochs ? bounds.maximumSteps / bounds.stepsPerEpoch : 0
    evaluationCounts = programs.evaluations.map { evaluation in
      let recorded = experiment.metrics.contains { $0.dataset == evaluation.dataset } ? recordings : 0
      return recorded + (evaluation.dataset == experiment.training.dataset ? epochs : 0)
    }
    parameterCount = parameters
    maximumSteps = bounds.maximumSteps
    stepsPerEpoch = bounds.stepsPerEpoch
    operationsPerStep = programs.training[0].program.operations
    operations =
      operationsPerStep * bounds.maximumSteps
      + zip(programs.evaluations, evaluationCounts).reduce(0) { sum, item in
        sum + item.1 * item.0.portions.portionCount * item.0.programs[0].program.operations
      }
    // What a killed run goes on from: read from the arena, gathered into one file, digested.
    let snapshotBytes = parameters * (1 + experiment.training.optimizer.stateNames.count) * experiment.precision.bytes
    memoryBytes = programs.plan.arenaBytes + 3 * snapshotBytes
    let checkpoints = experiment.checkpoints.count(upTo: bounds.maximumSteps)
    let probes = experiment.probes.reduce(0) { sum, probe in
      let numbers = probe.columns.count * 20 + probe.arrays.reduce(0) { $0 + 8 * $1.shape.count }
      return sum + probe.moments.count(upTo: bounds.maximumSteps) * numbers
    }
    // A new snapshot stands beside the last one for a moment.
    // A row of metrics.csv and one of trace.csv for each parameter are about 100 bytes; page and figures about 200 kB.
    bundleBytes =
      checkpoints * parameters * experiment.precision.bytes + 2 * snapshotBytes + probes
      + recordings * (100 + 60 * experiment.model.parameters.count) + 200_000
  }

  /// Seconds the run will take, from a few runs of each program on zeros: arithmetic takes the same time on any numbers.
  package func seconds(instructionSet: InstructionSet, threads: Int, clock: () -> Double) -> Double {
    let machine = Machine(
      instructionSet: instructionSet, threads: threads, scratchBytes: programs.plan.scratchBytes)
    let arena = Arena(byteCount: programs.plan.arenaBytes)
    arena.write(programs.plan.constants, at: programs.plan.constantsOffset)
    func time(_ batch: BatchProgram) -> Double {
      (0..<3).map { _ in
        let begin = clock()
        machine.run(batch.program.instructions, in: arena)
        return clock() - begin
      }.min() ?? 0
    }
    let evaluations = zip(programs.evaluations, evaluationCounts).reduce(0) { sum, item in
      sum + Double(item.1 * item.0.portions.portionCount) * time(item.0.programs[0])
    }
    return Double(maximumSteps) * time(programs.training[0]) + evaluations
  }
}
