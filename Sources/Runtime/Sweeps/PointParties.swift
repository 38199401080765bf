import ExperimentGraph
import Results

/// What was made for a point before it runs.
package struct PreparedPoint: Sendable {
  package let programs: ExperimentPrograms
  /// Its place among those that it is trained with; nil if it is trained alone.
  package let lane: Lane?
}

/// Points that compute together.
package struct PointParty: Sendable {
  /// Numbers of consecutive points.
  package let points: Range<Int>
  /// One for each; nil where nothing was prepared.
  package let prepared: [PreparedPoint?]
}

/// Takes the points of a sweep in their order, those together that can be trained together.
package struct PointParties {
  private let jobs: ArraySlice<PointJob>
  private let options: RunOptions
  private let plans: SharedPlans
  /// The most points of a party.
  private let share: Int
  /// The next point.
  private var first: Int
  /// The programs of the points from the next one on that were looked at already.
  private var programs: [ExperimentPrograms] = []
  /// The last plan that was looked at, and what trains several networks that have it.
  private var interleaved: (planNumber: Int, program: InterleavedProgram?)?

  package init(_ jobs: ArraySlice<PointJob>, _ options: RunOptions, sharing plans: SharedPlans, computing: Int) {
    self.jobs = jobs
    self.options = options
    self.plans = plans
    share = Self.share(of: jobs.count, computing: computing)
    first = jobs.startIndex
  }

  /// The most points of a party: nobody is idle because others have taken too many, or all threads that there can be.
  static func share(of points: Int, computing: Int) -> Int { min((points + computing - 1) / computing, mostThreads / computing) }

  /// Whether so many are trained together: with fewer, most lanes would be empty, and each network alone is as fast.
  static func isWorthwhile(_ count: Int, lanes: Int) -> Bool { count >= lanes * 3 / 8 }

  /// The next ones; nil when all are taken.
  package mutating func next() -> PointParty? {
    guard first < jobs.endIndex else { return nil }
    guard let program = interleavedTraining() else { return take(1, nil) }
    let most = min(program.lanes, share)
    var count = 1
    while count < most, isTrainable(first + count), programs(count).planNumber == programs(0).planNumber, isSmall(count) { count += 1 }
    return Self.isWorthwhile(count, lanes: program.lanes) ? take(count, program) : take(1, nil)
  }

  private mutating func take(_ count: Int, _ program: InterleavedProgram?) -> PointParty {
    let group = program.map { LaneGroup($0, of: programs[0].plan, members: count, instructionSet: options.instructionSet) }
    let prepared = (0..<count).map { number in
      number < programs.count ? PreparedPoint(programs: programs[number], lane: group.map { Lane(number, of: $0) }) : nil
    }
    programs.removeFirst(min(count, programs.count))
    defer { first += count }
    return PointParty(points: first..<(first + count), prepared: prepared)
  }

  /// What trains the next point together with others; nil if it is to be alone.
  private mutating func interleavedTraining() -> InterleavedProgram? {
    guard first + 1 < jobs.endIndex, isTrainable(first), isSmall(0) else { return nil }
    let experiment = jobs[first].experiment
    let number = programs(0).planNumber
    if let interleaved, interleaved.planNumber == number { return interleaved.program }
    let program = ExperimentPrograms.interleavedTraining(experiment)
    interleaved = (number, program)
    return program
  }

  /// Whether a point may be trained together with others, and is not there already.
  private func isTrainable(_ point: Int) -> Bool {
    guard point < jobs.endIndex, ExperimentPrograms.canInterleave(jobs[point].experiment) else { return false }
    return !BundleWriter.hasFolder(jobs[point].subject.identity, under: options.outputFolder)
  }

  /// Whether the point so many places after the next one leaves memory for others beside it.
  private mutating func isSmall(_ place: Int) -> Bool {
    RunEstimate(jobs[first + place].experiment, programs(place)).isSmall(in: options.availableMemory)
  }

  /// The programs of the point so many places after the next one.
  private mutating func programs(_ place: Int) -> ExperimentPrograms {
    while programs.count <= place {
      programs.append(ExperimentPrograms(jobs[first + programs.count].experiment, sharing: plans))
    }
    return programs[place]
  }
}
