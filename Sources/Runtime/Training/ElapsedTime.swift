import ExperimentGraph

/// The sum of the learning rates of updates. What it gives is a function of the step alone, whatever it was asked before.
struct ElapsedTime: Sendable {
  private let optimizer: OptimizerContent
  /// The first update of the stretch of equal scalars that was looked at last.
  private var first = 1
  /// The sum of the rates before that stretch.
  private var before = 0.0
  /// What every learning rate is multiplied with.
  private let factor: Double

  /// - Parameter halvings: how often the rate of every update has been halved.
  init(_ optimizer: OptimizerContent, halvings: Int) {
    self.optimizer = optimizer
    factor = (0..<halvings).reduce(1) { factor, _ in factor / 2 }
  }

  /// The sum of the rates of the first `step` updates, and the rate of the last of them; of the first to come at step 0.
  ///
  /// - Complexity: amortized O(stretches of equal scalars) where steps ascend.
  mutating func value(at step: Int) -> (time: Double, rate: Double) {
    if step < first { (first, before) = (1, 0) }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: optimizer.scalarNames.count) { scalars in
      guard let values = scalars.baseAddress else { preconditionFailure("an optimizer has a learning rate") }
      while true {
        let last = optimizer.writeScalars(first, values)
        let rate = values[0] * factor
        if last >= step { return (before + Double(step - first + 1) * rate, rate) }
        before += Double(last - first + 1) * rate
        first = last + 1
      }
    }
  }
}
