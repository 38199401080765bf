/// Gradient flow dθ/dt = −speed · ∇L, followed by an adaptive method of order 5 with an error estimate of order 4.
package struct FlowContent: Sendable, Hashable {
  /// The error of a number that may be made in a step is `absolute` + `relative` · its size.
  package let relative: Double
  /// See above.
  package let absolute: Double
  /// The first step that is tried, in units of time.
  package let firstStep: Double
  /// 1, or β₁ β₂ for the normalized time of a two-layer network.
  package let speed: Double
  /// When training ends; infinite without such a rule.
  package let endTime: Double

  package init(relative: Double, absolute: Double, firstStep: Double, speed: Double, endTime: Double) {
    self.relative = relative
    self.absolute = absolute
    self.firstStep = firstStep
    self.speed = speed
    self.endTime = endTime
  }

  /// Name of the scalar given anew for each attempt: the step times the speed.
  package static let scalarName = "flow_step"
}
