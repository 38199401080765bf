import ExperimentGraph
import Grammar

/// At the initialization and each time a number of epochs has passed.
struct EveryEpochsSchedule: Schedule {
  let epochs: Int

  func moments(_ bounds: StageBounds) -> Moments {
    let period = epochs * bounds.stepsPerEpoch
    return Moments(steps: Array(stride(from: 0, through: bounds.maximumSteps, by: period)), atEnd: true)
  }

  func momentLimit(_ bounds: StageBounds) -> Int { bounds.maximumSteps / (epochs * bounds.stepsPerEpoch) + 1 }

  static let entry = Entry<any Schedule>(
    "every_epochs", "At the initialization and each time a number of epochs has passed.",
    example: "{every_epochs: 1}", shorthand: .field("epochs"),
    .required("epochs", .integer(1...Limits.epochs), "Epochs from one moment to the next.")
  ) { EveryEpochsSchedule(epochs: $0) }
}
