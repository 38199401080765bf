import Kernels

/// A stretch of a recorded curve that is flat on logarithmic axes: where a loss stands still before it falls on.
package struct Plateau: Sendable, Equatable {
  /// Places of the first and the last recording of the stretch.
  package let first, last: Int
  /// The place where the curve is flattest.
  package let flattest: Int
  /// |d log value / d log step| there.
  package let slope: Double
}

/// The stretches of at least three recordings at which |d log value / d log step| is below `slope`, in their order.
///
/// The derivative is the difference over the two neighbouring recordings, so the first and the last have none, and neither has one beside
/// step 0, a value that is not positive, or one that is not finite. The slope on logarithmic axes is what a loss curve shows
/// (arXiv:2105.14573, figure 1).
/// - Parameters:
///   - steps: ascending, as many as values.
///   - slope: above 0.
/// - Complexity: O(n).
package func plateaus(steps: [Int], values: [Double], slope limit: Double) -> [Plateau] {
  precondition(steps.count == values.count, "a curve has one value per step")
  func slope(at place: Int) -> Double? {
    guard place > 0, place + 1 < steps.count, steps[place - 1] > 0 else { return nil }
    let (before, after) = (values[place - 1], values[place + 1])
    guard before > 0, after > 0, before.isFinite, after.isFinite, values[place].isFinite else { return nil }
    return abs(
      (ScalarMath.log(after) - ScalarMath.log(before))
        / (ScalarMath.log(Double(steps[place + 1])) - ScalarMath.log(Double(steps[place - 1]))))
  }
  var found: [Plateau] = []
  var run: [(place: Int, slope: Double)] = []
  func close() {
    if run.count >= 3, let flattest = run.min(by: { $0.slope < $1.slope }) {
      found.append(Plateau(first: run[0].place, last: run[run.count - 1].place, flattest: flattest.place, slope: flattest.slope))
    }
    run = []
  }
  for place in steps.indices {
    if let slope = slope(at: place), slope < limit { run.append((place, slope)) } else { close() }
  }
  close()
  return found
}
