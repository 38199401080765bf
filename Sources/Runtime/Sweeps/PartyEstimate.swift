import CPUFeatures
import ExperimentGraph
import Kernels

/// What the updates of a point take where it is trained together with its neighbours, known before the sweep runs.
struct PartyEstimate {
  private let experiments: [ExperimentGraph]
  private let plans: SharedPlans
  private let availableMemory: Int
  /// The most points of a party.
  private let share: Int
  /// Seconds of one update of all lanes, by the number of the plan; nil where points are trained alone.
  private var seconds: [Int: (lanes: Int, update: Double)?] = [:]

  init(_ experiments: [ExperimentGraph], sharing plans: SharedPlans, availableMemory: Int, computing: Int) {
    self.experiments = experiments
    self.plans = plans
    self.availableMemory = availableMemory
    share = PointParties.share(of: experiments.count, computing: computing)
  }

  /// Seconds of one update of a point, its part of what all lanes take; nil if the point is trained alone.
  mutating func secondsOfUpdate(
    _ point: Int, _ programs: ExperimentPrograms, instructionSet: InstructionSet, clock: () -> Double
  ) -> Double? {
    guard joins(point, programs.planNumber) else { return nil }
    if seconds[programs.planNumber] == nil {
      let program = ExperimentPrograms.interleavedTraining(experiments[point])
      seconds[programs.planNumber] = program.map { ($0.lanes, $0.secondsOfUpdate(instructionSet: instructionSet, clock: clock)) }
    }
    guard let (lanes, update) = seconds[programs.planNumber] ?? nil else { return nil }
    let most = min(lanes, share)
    // Which points are taken together is known once the sweep runs: here those around this one.
    var points = point..<(point + 1)
    while points.count < most, joins(points.upperBound, programs.planNumber) { points = points.lowerBound..<(points.upperBound + 1) }
    while points.count < most, joins(points.lowerBound - 1, programs.planNumber) { points = (points.lowerBound - 1)..<points.upperBound }
    return PointParties.isWorthwhile(points.count, lanes: lanes) ? update / Double(points.count) : nil
  }

  /// Whether a point can be trained together with others that have this plan.
  private func joins(_ point: Int, _ planNumber: Int) -> Bool {
    guard experiments.indices.contains(point), ExperimentPrograms.canInterleave(experiments[point]) else { return false }
    let programs = ExperimentPrograms(experiments[point], sharing: plans)
    return programs.planNumber == planNumber && RunEstimate(experiments[point], programs).isSmall(in: availableMemory)
  }
}

extension InterleavedProgram {
  /// Seconds of one update on one thread, from a few on zeros.
  fileprivate func secondsOfUpdate(instructionSet: InstructionSet, clock: () -> Double) -> Double {
    let machine = Machine(instructionSet: instructionSet, threads: 1, scratchBytes: scratchBytes)
    let arena = makeArena()
    var memory = BoundPrograms()
    let bound = memory.bind(instructions[...], on: machine, in: arena)
    return shortestTime(clock) { machine.run(bound, in: arena) }
  }
}
