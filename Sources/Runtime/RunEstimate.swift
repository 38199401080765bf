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
  /// Bytes the process holds at once: the tool itself, the arena, and beside it either the data on its way there or what is kept and
  /// copied of the parameters.
  package let memoryBytes: Int
  /// Bytes of the bundle, about.
  package let bundleBytes: Int

  /// Bytes of the tool and its libraries in memory, measured with an experiment of a few numbers.
  private static let toolBytes = 19_000_000

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
    // What a killed run goes on from: read from the arena, gathered into one file.
    let bytes = experiment.precision.bytes
    let initialBytes = experiment.comparedWithStart.reduce(0) { $0 + programs.slot($1).bytes }
    let snapshotBytes = parameters * (1 + experiment.training.optimizer.stateNames.count) * bytes + initialBytes
    let loadingBytes = experiment.datasets.reduce(0) { $0 + $1.content.loadingBytes }
    memoryBytes = Self.toolBytes + programs.plan.arenaBytes + max(loadingBytes, 2 * snapshotBytes)
    let checkpoints = experiment.checkpoints.count(upTo: bounds.maximumSteps)
    let probes = experiment.probes.reduce(0) { sum, probe in
      let numbers = probe.columns.count * 20 + probe.arrays.reduce(0) { $0 + 8 * $1.shape.count }
      return sum + probe.moments.count(upTo: bounds.maximumSteps) * numbers
    }
    // A new snapshot stands beside the last one for a moment.
    // A row of metrics.csv and one of trace.csv for each parameter are about 100 bytes; page and figures about 200 kB.
    bundleBytes =
      checkpoints * parameters * bytes + 2 * snapshotBytes + probes
      + recordings * (100 + 60 * experiment.model.parameters.count) + 200_000
  }

  /// Seconds the run will take, from a few runs of each program on zeros: arithmetic takes the same time on any numbers.
  package func seconds(instructionSet: InstructionSet, threads: Int, clock: () -> Double) -> Double {
    let machine = Machine(
      instructionSet: instructionSet, threads: threads, scratchBytes: programs.plan.scratchBytes)
    let arena = Arena(byteCount: programs.plan.arenaBytes)
    arena.write(programs.plan.constants, at: programs.plan.constantsOffset)
    var memory = BoundPrograms()
    func time(_ batch: BatchProgram) -> Double {
      let bound = memory.bind(batch.program.instructions[...], on: machine, in: arena)
      // Once to have everything in place; then for about a millisecond, since small programs take less than the clock tells.
      var (shortest, count) = (Double.infinity, 1)
      for _ in 0..<4 {
        let begin = clock()
        for _ in 0..<count { machine.run(bound, in: arena) }
        let seconds = (clock() - begin) / Double(count)
        shortest = min(shortest, seconds)
        count = max(1, min(10_000, Int(0.001 / max(seconds, 1e-9))))
      }
      return shortest
    }
    let evaluations = zip(programs.evaluations, evaluationCounts).reduce(0) { sum, item in
      sum + Double(item.1 * item.0.portions.portionCount) * time(item.0.programs[0])
    }
    return Double(maximumSteps) * time(programs.training[0]) + evaluations
  }
}
