import ExperimentGraph
import SourceDiagnostics

/// A rule for when something is recorded.
package protocol Schedule: Sendable {
  /// The moments of a stage that lasts at most `bounds.maximumSteps` updates.
  func moments(_ bounds: StageBounds) -> Moments

  /// The stages it names.
  var stages: [Located<String>] { get }

  /// Not fewer than `moments` has steps, known without listing them.
  func momentLimit(_ bounds: StageBounds) -> Int
}

extension Schedule {
  package func momentLimit(_ bounds: StageBounds) -> Int { 1 }

  package var stages: [Located<String>] { [] }
}

/// Several rules together.
struct JoinedSchedule: Schedule {
  let parts: [any Schedule]

  var stages: [Located<String>] { parts.flatMap(\.stages) }

  func momentLimit(_ bounds: StageBounds) -> Int { parts.reduce(0) { $0 + $1.momentLimit(bounds) } }

  func moments(_ bounds: StageBounds) -> Moments {
    let all = parts.map { $0.moments(bounds) }
    return Moments(steps: all.flatMap(\.steps), atEnd: all.contains(where: \.atEnd), after: all.flatMap(\.after))
  }
}
