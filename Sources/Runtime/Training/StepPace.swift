/// How many updates a run makes before it looks up: at the clock, at whoever may have cancelled it, at those who watch.
///
/// About 20 ms pass from one look to the next, however long an update takes; a single update is never divided. Those who are trained
/// together have to wait for each other at every look: they look up ten times a second.
struct StepPace {
  private let seconds: Double
  /// The updates until the next look. The first look comes after one; nothing is known of their length before, unless only small networks
  /// are trained that way.
  private(set) var steps: Int

  init(isTogether: Bool = false) {
    seconds = isTogether ? 0.1 : 0.02
    steps = isTogether ? 256 : 1
  }

  /// Learns from how long some updates took.
  mutating func adapt(steps count: Int, seconds: Double) {
    guard count > 0 else { return }
    let fitting = seconds > 0 ? self.seconds / seconds * Double(count) : .infinity
    // Slowly up, since the first updates say little about the others; down at once.
    steps = Int(max(1, min(fitting, Double(steps) * 4, 1e9)))
  }
}
