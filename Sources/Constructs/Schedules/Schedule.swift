import ExperimentGraph

/// A rule for when something is recorded.
package protocol Schedule: Sendable {
  /// The moments of a stage that lasts at most `bounds.maximumSteps` updates.
  func moments(_ bounds: StageBounds) -> Moments
}

/// Several rules together.
struct JoinedSchedule: Schedule {
  let parts: [any Schedule]

  func moments(_ bounds: StageBounds) -> Moments {
    let all = parts.map { $0.moments(bounds) }
    return Moments(steps: all.flatMap(\.steps), atEnd: all.contains(where: \.atEnd))
  }
}
