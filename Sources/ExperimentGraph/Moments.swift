/// The steps at which something is recorded, known before the run starts.
///
/// A step number counts completed updates: 0 is the initialization. `atEnd` asks for the last step of the run as well, whichever
/// stop rule ends it.
package struct Moments: Sendable, Hashable {
  /// Step numbers in ascending order, without repeats.
  package let steps: [Int]
  /// Whether the parameters after the last update are recorded.
  package let atEnd: Bool

  /// Stages after which something is recorded, where the experiment has stages.
  package let after: [String]

  /// Sorts `steps` and drops repeats.
  package init(steps: [Int], atEnd: Bool, after: [String] = []) {
    self.after = after
    var sorted: [Int] = []
    for step in steps.sorted() where step != sorted.last { sorted.append(step) }
    self.steps = sorted
    self.atEnd = atEnd
  }

  /// Whether `step` is recorded, apart from the end. Complexity: O(log steps).
  package func contains(_ step: Int) -> Bool { next(after: step - 1) == step }

  /// Whether the end of a stage is recorded.
  /// - Parameter stages: the stages of the experiment, in order.
  package func containsEnd(of stage: String, among stages: [String]) -> Bool {
    after.contains(stage) || (atEnd && stage == stages.last)
  }

  /// The first step later than `step` that is recorded, apart from the end; nil if there is none. Complexity: O(log steps).
  package func next(after step: Int) -> Int? {
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle] <= step { low = middle + 1 } else { high = middle }
    }
    return low < steps.count ? steps[low] : nil
  }

  /// How many recordings a run of `last` steps makes.
  package func count(upTo last: Int) -> Int {
    let listed = steps.filter { $0 <= last }.count
    return listed + (atEnd && !contains(last) ? 1 : 0)
  }
}

/// How long a stage can last: what schedules and claims may count on before the run.
package struct StageBounds: Sendable, Hashable {
  /// The most updates the stage makes.
  package let maximumSteps: Int
  /// Updates until every training sample has been used once.
  package let stepsPerEpoch: Int

  package init(maximumSteps: Int, stepsPerEpoch: Int) {
    self.maximumSteps = maximumSteps
    self.stepsPerEpoch = stepsPerEpoch
  }
}
