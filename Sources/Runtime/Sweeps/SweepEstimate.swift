import ExperimentGraph
import Kernels

/// What a sweep costs, known before it starts: the sum over its points, each computed for some of them and taken as alike between.
package struct SweepEstimate: Sendable {
  package let points: Int
  /// Most and fewest parameters of a point.
  package let parameters: ClosedRange<Int>
  /// Additions, multiplications and function values of all points.
  package let operations: Double
  /// The most bytes that points running side by side hold at once.
  package let memoryBytes: Int
  /// Bytes of all bundles, about.
  package let bundleBytes: Double
  /// Seconds on all threads, an upper bound where a stop rule can end points early.
  package let seconds: Double
  /// Whether that is what the processor could do at its best, not a measurement.
  package let isLeast: Bool

  /// Points that are looked at.
  private static let samples = 16

  /// Seconds that a point takes beside its training: preparing it and writing its bundle to a disk. Measured with 6,000 points of two
  /// updates, which took 10 s on two threads.
  private static let secondsOfPoint = 0.003

  /// Bytes that every point holds while the sweep runs: its spec and its graph. Measured with 1,368 and 6,000 points.
  private static let bytesOfPoint = 36_000

  /// - Parameters:
  ///   - plans: what the points have in common, with each other and with what runs them.
  ///   - options: with as many threads as points run side by side.
  package init(
    _ experiments: [ExperimentGraph], sharing plans: SharedPlans = SharedPlans(), _ options: RunOptions, clock: () -> Double
  ) {
    let (instructionSet, threads) = (options.instructionSet, options.threads)
    let stride = max(1, (experiments.count + Self.samples - 1) / Self.samples)
    let looked = Swift.stride(from: 0, to: experiments.count, by: stride).map { $0 }
    var (least, most, memory) = (Int.max, 0, 0)
    var (operations, bytes, seconds) = (0.0, 0.0, 0.0)
    var isLeast = false
    let workers = max(1, min(threads, experiments.count))
    var parties = PartyEstimate(experiments, sharing: plans, availableMemory: options.availableMemory, computing: workers)
    var underWay = 0
    for (place, point) in looked.enumerated() {
      if experiments[point].measuresOnly {
        (least, most) = (min(least, 0), max(most, 0))
        continue
      }
      let next = place + 1 < looked.count ? looked[place + 1] : experiments.count
      let weight = Double(next - point)
      for part in experiments[point].parts {
        let programs = ExperimentPrograms(part, sharing: plans)
        let estimate = RunEstimate(part, programs)
        let update = parties.secondsOfUpdate(point, programs, instructionSet: instructionSet, clock: clock)
        if update != nil { underWay = max(underWay, estimate.memoryBytes - Int(MemoryEstimate.process)) }
        let time = estimate.time(
          instructionSet: instructionSet, threads: max(1, threads / workers), secondsOfUpdate: update, clock: clock)
        least = min(least, estimate.parameterCount)
        most = max(most, estimate.parameterCount)
        memory = max(memory, estimate.memoryBytes)
        operations += weight * Double(estimate.operations)
        bytes += weight * Double(estimate.bundleBytes)
        seconds += weight * (time.seconds + Self.secondsOfPoint)
        isLeast = isLeast || time.isLeast
      }
      // How long a search takes is not known before.
      isLeast = isLeast || !experiments[point].stages.isEmpty
    }
    points = experiments.count
    parameters = min(least, most)...most
    self.operations = operations
    let alone = memory.multipliedReportingOverflow(by: workers)
    let beside = experiments.count * Self.bytesOfPoint + (RunEstimate.underWay - 1) * workers * underWay
    memoryBytes = alone.overflow || alone.partialValue > .max - beside ? .max : alone.partialValue + beside
    bundleBytes = bytes
    self.seconds = seconds / Double(workers)
    self.isLeast = isLeast
  }
}
