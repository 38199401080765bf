import ExperimentGraph
import Grammar

/// At the initialization and each time a number of updates has passed.
struct EverySchedule: Schedule {
  let steps: Int

  func moments(_ bounds: StageBounds) -> Moments {
    Moments(steps: Array(stride(from: 0, through: bounds.maximumSteps, by: steps)), atEnd: true)
  }

  func momentLimit(_ bounds: StageBounds) -> Int { bounds.maximumSteps / steps + 1 }

  static let entry = Entry<any Schedule>(
    "every", "At the initialization and each time a number of updates has passed.",
    example: "{every: 100}", alsoKnownAs: ["each", "interval"], shorthand: .field("steps"),
    .required("steps", .integer(1...), "Updates from one moment to the next.")
  ) { EverySchedule(steps: $0) }
}
