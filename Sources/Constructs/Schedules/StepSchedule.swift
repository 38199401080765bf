import ExperimentGraph
import Grammar

/// After one number of updates.
struct StepSchedule: Schedule {
  let number: Int

  func moments(_ bounds: StageBounds) -> Moments {
    Moments(steps: number <= bounds.maximumSteps ? [number] : [], atEnd: false)
  }

  static let entry = Entry<any Schedule>(
    "step", "After one number of updates.", example: "{step: 100}", shorthand: .field("number"),
    .required("number", .integer(0...), "Completed updates; 0 is the initialization.")
  ) { StepSchedule(number: $0) }
}
