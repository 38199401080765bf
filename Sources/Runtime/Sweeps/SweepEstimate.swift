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

  /// - Parameters:
  ///   - plans: what the points have in common, with each other and with what runs them.
  ///   - threads: points that run side by side.
  package init(
    _ experiments: [ExperimentGraph], sharing plans: SharedPlans = SharedPlans(), instructionSet: InstructionSet, threads: Int,
    clock: () -> Double
  ) {
    let stride = max(1, (experiments.count + Self.samples - 1) / Self.samples)
    let looked = Swift.stride(from: 0, to: experiments.count, by: stride).map { $0 }
    var (least, most, memory) = (Int.max, 0, 0)
    var (operations, bytes, seconds) = (0.0, 0.0, 0.0)
    var isLeast = false
    let workers = max(1, min(threads, experiments.count))
    for (place, point) in looked.enumerated() {
      if experiments[point].measuresOnly {
        (least, most) = (min(least, 0), max(most, 0))
        continue
      }
      let next = place + 1 < looked.count ? looked[place + 1] : experiments.count
      let weight = Double(next - point)
      for part in experiments[point].parts {
        let estimate = RunEstimate(part, ExperimentPrograms(part, sharing: plans))
        let time = estimate.time(instructionSet: instructionSet, threads: max(1, threads / workers), clock: clock)
        least = min(least, estimate.parameterCount)
        most = max(most, estimate.parameterCount)
        memory = max(memory, estimate.memoryBytes)
        operations += weight * Double(estimate.operations)
        bytes += weight * Double(estimate.bundleBytes)
        seconds += weight * time.seconds
        isLeast = isLeast || time.isLeast
      }
      // How long a search takes is not known before.
      isLeast = isLeast || !experiments[point].stages.isEmpty
    }
    points = experiments.count
    parameters = min(least, most)...most
    self.operations = operations
    memoryBytes = memory.multipliedReportingOverflow(by: workers).overflow ? .max : memory * workers
    bundleBytes = bytes
    self.seconds = seconds / Double(workers)
    self.isLeast = isLeast
  }
}
