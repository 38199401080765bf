/// When a progress line is due, and how fast the work goes. It reads no clock: the caller tells the time.
///
/// A terminal gets a line ten times a second; a log gets one every 5 % of the steps or 30 s, whichever comes first.
package struct ProgressPace: Sendable {
  private let isLive: Bool
  /// Steps at the end, if known; more with every stage that begins.
  package var total: Int?
  private let startStep: Int
  private let startTime: Double
  private var lastTime: Double
  private var lastTwentieth: Int

  /// - Parameters:
  ///   - isLive: whether lines replace each other on a terminal.
  ///   - total: steps at the end, if known.
  ///   - step: the step the work begins at; a resumed run begins later than 0.
  ///   - seconds: the time now, on any clock that never goes back.
  package init(isLive: Bool, total: Int?, step: Int, seconds: Double) {
    self.isLive = isLive
    self.total = total
    startStep = step
    startTime = seconds
    lastTime = seconds
    lastTwentieth = Self.twentieth(step, of: total)
  }

  private static func twentieth(_ step: Int, of total: Int?) -> Int {
    guard let total, total > 0 else { return 0 }
    return Int(Double(step) / Double(total) * 20)
  }

  /// Whether a line is due now; a line that was due is taken as written.
  package mutating func isDue(step: Int, seconds: Double) -> Bool {
    let twentieth = Self.twentieth(step, of: total)
    let isDue = isLive ? seconds - lastTime >= 0.1 : twentieth != lastTwentieth || seconds - lastTime >= 30
    if isDue {
      lastTime = seconds
      lastTwentieth = twentieth
    }
    return isDue
  }

  /// Steps per second since the beginning, and seconds left at that rate; nil while neither can be told.
  /// - Parameter found: steps that took no time.
  package func rate(
    step: Int, leavingOut found: Int = 0, seconds: Double
  ) -> (stepsPerSecond: Double, secondsLeft: Double?)? {
    let elapsed = seconds - startTime
    let made = step - startStep - found
    guard made > 0, elapsed > 0 else { return nil }
    let rate = Double(made) / elapsed
    return (rate, total.map { Double(max(0, $0 - step)) / rate })
  }
}
